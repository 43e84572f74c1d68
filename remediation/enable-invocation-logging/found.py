import functools

client = functools.cache(boto3.client)
ALL_BLOCKED = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}


def lacking(bucket, place):
    """Settings that a bucket of this runbook's own lacks, apart from its policy. What somebody set another way is there."""
    s3, owned = client("s3"), {"Bucket": bucket, "ExpectedBucketOwner": place["Account"]}
    ownership = absent_on(["OwnershipControlsNotFoundError"], s3.get_bucket_ownership_controls, **owned)
    block = absent_on(["NoSuchPublicAccessBlockConfiguration"], s3.get_public_access_block, **owned)
    encryption = absent_on(["ServerSideEncryptionConfigurationNotFoundError"], s3.get_bucket_encryption, **owned)
    lifecycle = absent_on(["NoSuchLifecycleConfiguration"], s3.get_bucket_lifecycle_configuration, **owned)
    is_there = {
        "ownership": ownership and ownership["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}],
        "publicAccessBlock": block and block["PublicAccessBlockConfiguration"] == ALL_BLOCKED,
        "encryption": "KMSMasterKeyID" in as_json(encryption),
        "versioning": s3.get_bucket_versioning(**owned).get("Status") == "Enabled",
        "lifecycle": lifecycle,
    }
    return [setting for setting, there in is_there.items() if not there]


def bucket_policy(bucket, place):
    """Its text; None where there is none."""
    answer = absent_on(["NoSuchBucketPolicy"], client("s3").get_bucket_policy, Bucket=bucket, ExpectedBucketOwner=place["Account"])
    return answer and answer["Policy"]


def key_policy(arn):
    return client("kms").get_key_policy(KeyId=arn, PolicyName="default")["Policy"]


def find_log_group(name):
    """The log group of exactly this name; None where there is none."""
    pages = client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name)
    return next((group for page in pages for group in page["logGroups"] if group["logGroupName"] == name), None)


def found(configuration, buckets, log_groups, keys, place):
    """What there is of the configuration, and of what was there before."""
    kinds = {
        "buckets": {name: {"policy": bucket_policy(name, place)} for name in buckets},
        "logGroups": {name: {"retentionInDays": (find_log_group(name) or {}).get("retentionInDays")} for name in log_groups},
        "keys": {arn: {"policy": key_policy(arn)} for arn in keys},
    }
    return as_json({"loggingConfiguration": configuration or None, **{kind: each for kind, each in kinds.items() if each}})
