"""Amazon S3 Control: access points, each in the Region of its bucket."""

from datetime import datetime, timezone
from typing import Any

from server.call import AwsError, Call
from server.registry import adds, prepares
from server.services.public_policy import is_public
from server.services.s3_access import owner_of
from server.state import state

BLOCK_ALL = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
WHEN = datetime(2026, 1, 15, 9, 30, tzinfo=timezone.utc)


@prepares("s3control")
def refuse_other_accounts(call: Call) -> Call:
    if call.input.get("AccountId", call.account) != call.account:
        raise AwsError("AccessDenied", "Access Denied", 403)
    return call


def plant_access_point(account: str, region: str, wanted: dict[str, Any]) -> None:
    unknown = wanted.keys() - {"name", "bucket", "networkOrigin", "isPublic", "publicAccessBlock"}
    if unknown:
        raise ValueError(f"unknown members of an access point {sorted(unknown)}")
    state.access_points[account, region][wanted["name"]] = {
        "bucket": wanted["bucket"],
        "origin": wanted.get("networkOrigin", "Internet"),
        "is_public": wanted.get("isPublic"),
        "block": {**BLOCK_ALL, **wanted.get("publicAccessBlock", {})},
        "policy": None,
    }


def access_point(call: Call) -> dict[str, Any]:
    found: dict[str, Any] | None = state.access_points[call.account, call.region].get(call.input["Name"])
    if found is None:
        raise AwsError("NoSuchAccessPoint", "The specified accesspoint does not exist", 404)
    return found


def arn(call: Call, name: str) -> str:
    return f"arn:aws:s3:{call.region}:{call.account}:accesspoint/{name}"


def summary(call: Call, name: str, point: dict[str, Any]) -> dict[str, Any]:
    return {
        "Name": name,
        "Bucket": point["bucket"],
        "BucketAccountId": owner_of(point["bucket"]) or call.account,
        "NetworkOrigin": point["origin"],
        **({"VpcConfiguration": {"VpcId": "vpc-1a2b3c4d"}} if point["origin"] == "VPC" else {}),
        "Alias": f"{name}-a1b2c3d4-s3alias",
        "AccessPointArn": arn(call, name),
    }


@adds("s3control", "CreateAccessPoint")
def create_access_point(call: Call) -> dict[str, Any]:
    given, name = call.input, call.input["Name"]
    if owner_of(given["Bucket"]) is None:
        raise AwsError("InvalidRequest", "The specified bucket does not exist")
    origin = "VPC" if given.get("VpcConfiguration") else "Internet"
    block = given.get("PublicAccessBlockConfiguration", {})
    plant_access_point(call.account, call.region, {"name": name, "bucket": given["Bucket"], "networkOrigin": origin, "publicAccessBlock": block})
    return {"AccessPointArn": arn(call, name), "Alias": f"{name}-a1b2c3d4-s3alias"}


@adds("s3control", "ListAccessPoints")
def list_access_points(call: Call) -> dict[str, Any]:
    points = state.access_points[call.account, call.region].items()
    wanted = call.input.get("Bucket")
    return {"AccessPointList": [summary(call, name, point) for name, point in sorted(points) if wanted in (None, point["bucket"])]}


@adds("s3control", "GetAccessPoint")
def get_access_point(call: Call) -> dict[str, Any]:
    point = access_point(call)
    return {**summary(call, call.input["Name"], point), "PublicAccessBlockConfiguration": point["block"], "CreationDate": WHEN}


@adds("s3control", "DeleteAccessPoint")
def delete_access_point(call: Call) -> dict[str, Any]:
    access_point(call)
    del state.access_points[call.account, call.region][call.input["Name"]]
    return {}


@adds("s3control", "PutAccessPointPolicy")
def put_access_point_policy(call: Call) -> dict[str, Any]:
    access_point(call)["policy"] = call.input["Policy"]
    return {}


@adds("s3control", "GetAccessPointPolicy")
def get_access_point_policy(call: Call) -> dict[str, Any]:
    return {"Policy": policy_of(call)}


@adds("s3control", "DeleteAccessPointPolicy")
def delete_access_point_policy(call: Call) -> dict[str, Any]:
    access_point(call)["policy"] = None
    return {}


@adds("s3control", "GetAccessPointPolicyStatus")
def get_access_point_policy_status(call: Call) -> dict[str, Any]:
    seeded = access_point(call)["is_public"]
    return {"PolicyStatus": {"IsPublic": is_public(policy_of(call)) if seeded is None else seeded}}


def policy_of(call: Call) -> str:
    policy = access_point(call)["policy"]
    if policy is None:
        raise AwsError("NoSuchAccessPointPolicy", "The specified accesspoint policy does not exist", 404)
    return str(policy)
