"""Amazon S3: who may ask about a bucket, and from which Region."""

from typing import Any

from moto.s3.models import s3_backends

from server.call import AwsError, Call
from server.registry import prepares
from server.state import state


def owner_of(name: str) -> str | None:
    owner = s3_backends.bucket_accounts.get(name)
    return str(owner[1]) if owner else None


def bucket(name: str) -> Any:
    owner = owner_of(name)
    if owner is None:
        raise AwsError("NoSuchBucket", "The specified bucket does not exist", 404)
    return s3_backends[owner]["aws"].buckets[name]


@prepares("s3")
def refuse_strangers(call: Call) -> Call:
    name = call.input.get("Bucket")
    owner = owner_of(name) if name and call.name != "CreateBucket" else None
    if owner is None:
        return call
    region = bucket(name).region_name
    found = {"x-amz-bucket-region": region}
    if state.settings.region_redirect and region != call.region and call.name != "GetBucketLocation":
        message = "The bucket you are attempting to access must be addressed using the specified endpoint."
        raise AwsError("PermanentRedirect", message, 301, found)
    if owner != call.account or call.headers.get("x-amz-expected-bucket-owner", owner) != owner:
        raise AwsError("AccessDenied", "Access Denied", 403, found)
    return call
