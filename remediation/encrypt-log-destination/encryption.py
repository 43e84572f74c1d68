# How runs tell what they found, by the kind of destination.
MEMBERS = {"buckets": "encryption", "logGroups": "kmsKeyId"}
NOUNS = {"buckets": "Bucket", "logGroups": "Log group"}


def destinations(configuration):
    """Kind and name of everything that model invocations are logged to."""
    group = log_group(configuration)
    return [("buckets", bucket) for bucket in log_buckets(configuration)] + ([("logGroups", group)] if group else [])


def encryption_of(kind, name, account):
    """How a destination is encrypted, as its API has it; None where it has no setting of its own."""
    return encryption_of_bucket(name, account) if kind == "buckets" else log_group_named(name).get("kmsKeyId")


def encryption_of_bucket(bucket, account):
    s3, owned = boto3.client("s3"), {"Bucket": bucket, "ExpectedBucketOwner": account}
    location = absent_on(["NoSuchBucket"], s3.get_bucket_location, **owned)
    if location is None:
        raise RuntimeError(f"Bucket {bucket} does not exist.")
    # S3 answers no Region for us-east-1, and the old name of eu-west-1.
    region = {None: "us-east-1", "EU": "eu-west-1"}.get(location.get("LocationConstraint"), location.get("LocationConstraint"))
    if region != s3.meta.region_name:
        raise RuntimeError(f"Bucket {bucket} is in {region}, and logs of {s3.meta.region_name} are delivered to a bucket in {s3.meta.region_name} only.")
    answer = absent_on(["ServerSideEncryptionConfigurationNotFoundError"], s3.get_bucket_encryption, **owned)
    return answer and answer["ServerSideEncryptionConfiguration"]


def log_group_named(name):
    pages = boto3.client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name)
    named = [group for page in pages for group in page["logGroups"] if group["logGroupName"] == name]
    if not named:
        raise RuntimeError(f"Log group {name} does not exist.")
    return named[0]


def key_named_by(kind, setting):
    """The key that a setting names, by id, alias or ARN; None where it names none."""
    return default_of(setting).get("KMSMasterKeyID") if kind == "buckets" else setting


def default_of(encryption):
    rules = (encryption or {}).get("Rules") or []
    return next((each for rule in rules if (each := rule.get("ApplyServerSideEncryptionByDefault"))), {})


def as_found(settings):
    """In the shape that every run tells what it found in."""
    found = {}
    for (kind, name), setting in settings.items():
        found.setdefault(kind, {})[name] = {MEMBERS[kind]: setting}
    return as_json(found)


def settings_in(found):
    """What a run told, by kind and name."""
    return {(kind, name): setting[MEMBERS[kind]] for kind, named in json.loads(found).items() for name, setting in named.items()}
