"""Amazon S3: ListBuckets with its filters, GetBucketPolicyStatus, and what a new bucket is given since April 2023."""

from typing import Any

from moto.s3.models import PublicAccessBlock, s3_backends

from server.call import AwsError, Call
from server.registry import adds, amends
from server.services.public_policy import is_public
from server.services.s3_access import bucket
from server.state import state


@adds("s3", "ListBuckets")
def list_buckets(call: Call) -> dict[str, Any]:
    prefix, region = call.input.get("Prefix", ""), call.input.get("BucketRegion")
    found = sorted(s3_backends[call.account]["aws"].buckets.values(), key=lambda each: each.name)
    buckets = [
        {"Name": each.name, "CreationDate": each.creation_date, **({"BucketRegion": each.region_name} if state.settings.bucket_regions else {})}
        for each in found
        if each.name.startswith(prefix) and region in (None, each.region_name)
    ]
    owner = {"Owner": {"ID": f"{int(call.account):064x}"}, "Buckets": buckets}
    return {**owner, "Prefix": prefix} if prefix else owner


@adds("s3", "GetBucketPolicyStatus")
def get_bucket_policy_status(call: Call) -> dict[str, Any]:
    policy = bucket(call.input["Bucket"]).policy
    if policy is None:
        raise AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
    return {"PolicyStatus": {"IsPublic": is_public(policy.decode())}}


@amends("s3", "CreateBucket")
def create_bucket(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """
    Moto's buckets are of 2022: unencrypted, open to ACLs, without a public access block.

    @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
    """
    made = bucket(call.input["Bucket"])
    if state.settings.new_bucket_defaults:
        made.public_access_block = PublicAccessBlock(True, True, True, True)
        made.ownership_rule = made.ownership_rule or "BucketOwnerEnforced"
        made.encryption = sse_s3()
    return result


@amends("s3", "DeleteBucketEncryption")
def delete_bucket_encryption(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """A bucket cannot be left unencrypted: it goes back to keys of S3's own."""
    if state.settings.new_bucket_defaults:
        bucket(call.input["Bucket"]).encryption = sse_s3()
    return result


def sse_s3() -> dict[str, Any]:
    return {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}
