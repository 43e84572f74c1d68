import hashlib


def look(events):
    """All that decides how long a bucket and a log group of this name keep records; None for what is not there or no destination."""
    name, configuration = events["ResourceId"], logging_configuration()
    prefixes = record_prefixes(configuration, name, events["Account"], events["Region"])
    group = group_named(name) if log_group(configuration) == name else None
    return {
        "bucket": bucket_named(name, events["Account"], prefixes) if prefixes else None,
        "logGroup": group and {"retentionInDays": group.get("retentionInDays")},
    }


def record_prefixes(configuration, bucket, account, region):
    """What the keys of all records begin with, for each use of the bucket. AWS does not document the keys of large data beyond their prefix."""
    large_data = (configuration.get("cloudWatchConfig") or {}).get("largeDataDeliveryS3Config")
    found = []
    for destination, below in [(configuration.get("s3Config"), f"AWSLogs/{account}/BedrockModelInvocationLogs/{region}/"), (large_data, "")]:
        if destination and destination.get("bucketName") == bucket:
            prefix = (destination.get("keyPrefix") or "").removesuffix("/")
            found.append((f"{prefix}/" if prefix else "") + below)
    return found


def bucket_named(name, account, prefixes):
    s3, owned = boto3.client("s3"), {"Bucket": name, "ExpectedBucketOwner": account}
    versioning = absent_on(["NoSuchBucket"], s3.get_bucket_versioning, **owned)
    if versioning is None:
        return None
    state, lock = versioning.get("Status") or "Never", None
    if state == "Enabled":
        answer = absent_on(["ObjectLockConfigurationNotFoundError"], s3.get_object_lock_configuration, **owned)
        lock = answer and answer["ObjectLockConfiguration"].get("Rule", {}).get("DefaultRetention")
    return {"prefixes": prefixes, "versioning": state, "lock": lock, "lifecycle": lifecycle_of(name, account)}


def rules_of(bucket):
    return (bucket["lifecycle"] or {}).get("Rules", [])


def fingerprint(state):
    return hashlib.sha256(as_json(state).encode()).hexdigest()
