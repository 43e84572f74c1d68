THERE = "there"
FREE = "free"


def state_of_bucket(name, place):
    """Whether a bucket is there, its name is free, or why it cannot be logged to."""
    region = region_of_own_bucket(name, place)
    if region is None:
        return "belongs to another account" if is_held(name, place) else FREE
    return THERE if region == place["Region"] else f"is in {region}"


def region_of_own_bucket(name, place):
    """The Region of a bucket of exactly this name among the account's own; None where it has none."""
    s3 = client("s3")
    pages = s3.get_paginator("list_buckets").paginate(Prefix=name)
    if name not in [bucket["Name"] for page in pages for bucket in page.get("Buckets", [])]:
        return None
    constraint = s3.get_bucket_location(Bucket=name, ExpectedBucketOwner=place["Account"]).get("LocationConstraint") or "us-east-1"
    return "eu-west-1" if constraint == "EU" else constraint


def is_held(name, place):
    """Whether somebody holds a name that is not among the account's own: S3 answers 404 where it is free, and refuses where it is not."""
    try:
        client("s3").head_bucket(Bucket=name, ExpectedBucketOwner=place["Account"])
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status not in [301, 403, 404]:
            raise
        return status != 404
    return True
