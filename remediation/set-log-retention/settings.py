def lifecycle_of(bucket, account):
    """The part of the answer that is put back; None where there is none."""
    call = boto3.client("s3").get_bucket_lifecycle_configuration
    answer = absent_on(["NoSuchLifecycleConfiguration"], call, Bucket=bucket, ExpectedBucketOwner=account)
    return answer and {member: answer[member] for member in ["Rules", "TransitionDefaultMinimumObjectSize"] if member in answer}


def group_named(name):
    """The log group of exactly this name; a longer one that begins so is another."""
    pages = boto3.client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name)
    return next((group for page in pages for group in page["logGroups"] if group["logGroupName"] == name), None)
