"""Amazon S3: lifecycle rules as they were put; moto keeps parts of some, and the default minimum object size of none.

@see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
"""

from typing import Any

from server.call import AwsError, Call
from server.registry import amends, prepares
from server.services.s3_access import bucket

DEFAULT_MINIMUM_SIZE = "all_storage_classes_128K"
ACTIONS = ("Expiration", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload")


@prepares("s3")
def refuse_deprecated_prefixes(call: Call) -> Call:
    """
    Refuses rules with a prefix of the deprecated form beside rules with a filter, and such prefixes that overlap. Both are known from the field.

    @see https://github.com/noobaa/noobaa-core/issues/8426
    """
    if call.name != "PutBucketLifecycleConfiguration" or call.unreadable:
        return call
    rules = call.input["LifecycleConfiguration"]["Rules"]
    old = [rule for rule in rules if "Prefix" in rule]
    if old and len(old) < len(rules):
        raise AwsError("InvalidRequest", "Filter element can only be used in Lifecycle V2.")
    for at, one in enumerate(old):
        for other in old[at + 1 :]:
            shared = next((action for action in ACTIONS if action in one and action in other), None)
            if shared and (one["Prefix"].startswith(other["Prefix"]) or other["Prefix"].startswith(one["Prefix"])):
                raise AwsError("InvalidRequest", f"Found overlapping prefixes '{one['Prefix']}' and '{other['Prefix']}' for same action type '{shared}'")
    return call


@amends("s3", "PutBucketLifecycleConfiguration")
def put_lifecycle(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    minimum_size = call.input.get("TransitionDefaultMinimumObjectSize", DEFAULT_MINIMUM_SIZE)
    bucket(call.input["Bucket"]).lifecycle_as_put = {"Rules": call.input["LifecycleConfiguration"]["Rules"], "TransitionDefaultMinimumObjectSize": minimum_size}
    return {**result, "TransitionDefaultMinimumObjectSize": minimum_size}


@amends("s3", "GetBucketLifecycleConfiguration")
def get_lifecycle(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    return {**result, **getattr(bucket(call.input["Bucket"]), "lifecycle_as_put", {})}
