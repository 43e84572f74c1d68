# The tag of everything that this runbook makes.
MANAGED = {"bedrock-logging": "managed"}


def provide(events, context):
    """Makes and completes what is logged to. Nothing becomes a destination before it is closed, encrypted, and open to Amazon Bedrock alone."""
    work, place = json.loads(events["Work"]), {**events, "KeyArn": provided_key(json.loads(events["Work"])["key"])}
    for group in work["logGroups"]:
        provide_log_group(group, place)
    for bucket in work["buckets"]:
        provide_bucket(bucket, place)
    return {"KeyArn": place["KeyArn"]}


def provided_key(key):
    """The ARN of the key. An alias is given to a key that is complete, so that a run that finds the alias can rely on it."""
    kms = boto3.client("kms")
    if key is None:
        return "none"
    if not key["isNew"]:
        if key["policy"]:
            kms.put_key_policy(KeyId=key["name"], PolicyName="default", Policy=key["policy"])
        return key["name"]
    tags = [{"TagKey": name, "TagValue": value} for name, value in MANAGED.items()]
    arn = kms.create_key(Policy=key["policy"], Tags=tags, Description="Amazon Bedrock model invocation logs")["KeyMetadata"]["Arn"]
    once_settled(["NotFoundException"], lambda: kms.enable_key_rotation(KeyId=arn))
    kms.create_alias(AliasName=key["name"], TargetKeyId=arn)
    return arn


def provide_log_group(group, place):
    """CloudWatch Logs refuses a log group while its key has not settled."""
    logs, name = boto3.client("logs"), group["name"]
    if group["isNew"]:
        made = {"logGroupName": name, "kmsKeyId": place["KeyArn"], "tags": MANAGED}
        once_settled(["AccessDeniedException", "InvalidParameterException"], lambda: logs.create_log_group(**made))
    logs.put_retention_policy(logGroupName=name, retentionInDays=place["RetentionDays"])


def provide_bucket(bucket, place):
    """What S3 refuses keeps nothing else from the bucket: where its tag is missing, a new run leaves it as it is."""
    if bucket["isNew"]:
        create_bucket(bucket["name"], place["Region"])
    refusals = [refusal for call in puts(bucket, place) if (refusal := refusal_of(call))]
    if refusals:
        raise RuntimeError(f"Bucket {bucket['name']} is not complete: {' '.join(refusals)}")


def refusal_of(call):
    try:
        once_settled(["NoSuchBucket", "OperationAborted"], call)
    except ClientError as error:
        return f"{error}."


def create_bucket(name, region):
    """In us-east-1 S3 takes the creation of a bucket that the account has already for done; it may be somebody's by now."""
    s3 = boto3.client("s3")
    if name in [bucket["Name"] for page in s3.get_paginator("list_buckets").paginate(Prefix=name) for bucket in page.get("Buckets", [])]:
        raise RuntimeError(f"Somebody has made bucket {name} in the meantime. Run this again.")
    constraint = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, ObjectOwnership="BucketOwnerEnforced", **constraint)


def puts(bucket, place):
    """A call for everything that a bucket lacks: the tag first, by which a new run knows it, its policy last."""
    s3, owned, days = boto3.client("s3"), {"Bucket": bucket["name"], "ExpectedBucketOwner": place["Account"]}, place["RetentionDays"]
    tags = {"TagSet": [{"Key": name, "Value": value} for name, value in MANAGED.items()]}
    ownership = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    all_blocked = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
    key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": place["KeyArn"]}
    encryption = {"Rules": [{"ApplyServerSideEncryptionByDefault": key, "BucketKeyEnabled": True}]}
    # In a versioned bucket a record is hidden after these days, and gone a day later.
    expiration = {"Expiration": {"Days": days}, "NoncurrentVersionExpiration": {"NoncurrentDays": 1}}
    unfinished = {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}
    lifecycle = {"Rules": [{"ID": "bedrock-logging-retention", "Status": "Enabled", "Filter": {"Prefix": ""}, **expiration, **unfinished}]}
    calls = {
        "tags": lambda: s3.put_bucket_tagging(**owned, Tagging=tags),
        "ownership": lambda: s3.put_bucket_ownership_controls(**owned, OwnershipControls=ownership),
        "publicAccessBlock": lambda: s3.put_public_access_block(**owned, PublicAccessBlockConfiguration=all_blocked),
        "encryption": lambda: s3.put_bucket_encryption(**owned, ServerSideEncryptionConfiguration=encryption),
        "versioning": lambda: s3.put_bucket_versioning(**owned, VersioningConfiguration={"Status": "Enabled"}),
        "lifecycle": lambda: s3.put_bucket_lifecycle_configuration(**owned, LifecycleConfiguration=lifecycle),
        "policy": lambda: s3.put_bucket_policy(**owned, Policy=bucket["policy"]),
    }
    return [calls[lack] for lack in [*bucket["lacks"], *(["policy"] if bucket["policy"] else [])]]
