"""AWS Account Management: which Regions an account has switched on."""

from functools import cache
from typing import Any

import botocore.session

from server.call import Call
from server.registry import adds
from server.state import state

# @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
ON_BY_DEFAULT = {
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
}


@cache
def regions() -> list[str]:
    return list(botocore.session.get_session().get_available_regions("ec2"))


@adds("account", "ListRegions")
def list_regions(call: Call) -> dict[str, Any]:
    seeded = state.region_opt_status[call.input.get("AccountId", call.account)]
    found = {region: seeded.get(region, "ENABLED_BY_DEFAULT" if region in ON_BY_DEFAULT else "ENABLED") for region in regions()}
    wanted = call.input.get("RegionOptStatusContains")
    return {"Regions": [{"RegionName": name, "RegionOptStatus": status} for name, status in found.items() if not wanted or status in wanted]}
