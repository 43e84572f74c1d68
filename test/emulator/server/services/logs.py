"""CloudWatch Logs: the class of a log group, filters of DescribeLogGroups, keys put on and taken off a log group, subscriptions of one or of all."""

from typing import Any

from moto.logs.models import logs_backends

from server.call import AwsError, Call
from server.registry import adds, amends, prepares
from server.services.log_group_settings import is_protected
from server.state import state

# In milliseconds since 1970.
WHEN = 1_768_469_400_000


@prepares("logs")
def remember_class(call: Call) -> Call:
    if call.name == "CreateLogGroup" and "logGroupName" in call.input:
        key = (call.account, call.region, call.input["logGroupName"])
        if call.input["logGroupName"] not in logs_backends[call.account][call.region].groups:
            state.log_group_classes[key] = call.input.get("logGroupClass", "STANDARD")
    return call


@amends("logs", "DescribeLogGroups")
def describe_log_groups(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    known = logs_backends[call.account][call.region].groups
    groups = [
        {
            **group,
            "logGroupClass": state.log_group_classes.get((call.account, call.region, group["logGroupName"]), "STANDARD"),
            "deletionProtectionEnabled": is_protected(known.get(group["logGroupName"])),
        }
        for group in result["logGroups"]
    ]
    return {**result, "logGroups": [group for group in groups if is_wanted(call, group)]}


def is_wanted(call: Call, group: dict[str, Any]) -> bool:
    pattern, group_class = call.input.get("logGroupNamePattern", ""), call.input.get("logGroupClass", group["logGroupClass"])
    identifiers = call.input.get("logGroupIdentifiers", [group["logGroupName"]])
    named = group["logGroupName"] in identifiers or group.get("logGroupArn") in identifiers
    return pattern.lower() in group["logGroupName"].lower() and group_class == group["logGroupClass"] and named


@adds("logs", "AssociateKmsKey")
def associate_key(call: Call) -> dict[str, Any]:
    log_group(call).kms_key_id = call.input["kmsKeyId"]
    return {}


@adds("logs", "DisassociateKmsKey")
def disassociate_key(call: Call) -> dict[str, Any]:
    log_group(call).kms_key_id = None
    return {}


@adds("logs", "PutAccountPolicy")
def put_account_policy(call: Call) -> dict[str, Any]:
    given = call.input
    policy = {"lastUpdatedTime": WHEN, "scope": "ALL", **given, "accountId": call.account}
    state.account_policies[call.account, call.region][given["policyType"], given["policyName"]] = policy
    return {"accountPolicy": policy}


@adds("logs", "DescribeAccountPolicies")
def describe_account_policies(call: Call) -> dict[str, Any]:
    policies = state.account_policies[call.account, call.region].values()
    wanted = call.input.get("policyName")
    return {
        "accountPolicies": [each for each in policies if each["policyType"] == call.input["policyType"] and wanted in (None, each["policyName"])]
    }


def plant_subscription(account: str, region: str, wanted: dict[str, Any]) -> None:
    """PutSubscriptionFilter wants a destination that exists, in a service that moto knows."""
    group = logs_backends[account][region].groups[wanted["logGroup"]]
    group.put_subscription_filter(wanted["name"], wanted.get("pattern", ""), wanted["destinationArn"], None)


def log_group(call: Call) -> Any:
    name = call.input.get("logGroupName") or call.input.get("resourceIdentifier", "").partition(":log-group:")[2].removesuffix(":*")
    groups = logs_backends[call.account][call.region].groups
    if name not in groups:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    return groups[name]
