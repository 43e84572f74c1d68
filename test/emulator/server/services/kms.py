"""AWS KMS: whose key an ARN names, who may see it, which keys there are, and what moto leaves out of DescribeKey."""

import json
from typing import Any

from moto.kms.models import kms_backends

from server.call import AwsError, Call
from server.moto_application import with_input
from server.policies import malformation
from server.registry import amends, prepares
from server.services.key_use import key_named

# Moto fails on the ARN of a key here.
TAKE_IDS_ONLY = ("CancelKeyDeletion", "DisableKey", "EnableKey", "ScheduleKeyDeletion")
# How often a key is rotated unless somebody asks for more or less, in days.
YEARLY = 365


@prepares("kms")
def name_policy(call: Call) -> Call:
    """Moto insists on the name that AWS lets callers leave out."""
    is_unnamed = call.name in ("GetKeyPolicy", "PutKeyPolicy") and "PolicyName" not in call.input
    return with_input(call, {**call.input, "PolicyName": "default"}) if is_unnamed else call


@prepares("kms")
def resolve_arn(call: Call) -> Call:
    """Moto ignores the account and the Region of an ARN."""
    key = call.input.get("KeyId", "")
    if not key.startswith("arn:"):
        return call
    region, account = (key.split(":") + [""] * 5)[3:5]
    if region != call.region:
        raise AwsError("NotFoundException", f"Invalid arn {region}")
    if account != call.account and not names_account(policy_of(account, region, key), call.account):
        action = f"arn:aws:iam::{call.account}:user/auditor is not authorized to perform: kms:{call.name} on resource: {key}"
        raise AwsError("AccessDeniedException", f"User: {action}")
    owned = call.changed(account=account)
    return with_input(owned, {**call.input, "KeyId": key.partition(":key/")[2]}) if call.name in TAKE_IDS_ONLY else owned


@prepares("kms")
def find_key(call: Call) -> Call:
    """Moto fails on the grants of a key that is not there."""
    if call.name == "ListGrants" and call.input.get("KeyId", "").rpartition("/")[2] not in kms_backends[call.account][call.region].keys:
        raise AwsError("NotFoundException", f"Key '{call.input.get('KeyId')}' does not exist")
    return call


@prepares("kms")
def refuse_malformed_policy(call: Call) -> Call:
    """Moto takes any text."""
    policy = call.input.get("Policy")
    problem = malformation(policy, "Principal", "Action", "Resource") if policy and call.name in ("CreateKey", "PutKeyPolicy") else None
    if problem is not None:
        raise AwsError("MalformedPolicyDocumentException", problem)
    return call


def policy_of(account: str, region: str, arn: str) -> str:
    backend = kms_backends[account][region]
    name = arn.split(":", 5)[5]
    key_id = backend.get_key_id_from_alias(name) if name.startswith("alias/") else name.partition("/")[2]
    if key_id not in backend.keys:
        raise AwsError("NotFoundException", f"Key '{arn}' does not exist")
    return str(backend.keys[key_id].policy)


def names_account(policy: str, account: str) -> bool:
    statements = json.loads(policy)["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal", {})
        named = principal if isinstance(principal, str) else principal.get("AWS", [])
        for each in named if isinstance(named, list) else [named]:
            if statement["Effect"] == "Allow" and (each in ("*", account) or f"::{account}:" in each):
                return True
    return False


@amends("kms", "DescribeKey")
def describe_key(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    metadata = result["KeyMetadata"]
    key = kms_backends[call.account][call.region].keys[metadata["KeyId"]]
    is_aws_managed = any(alias.startswith("alias/aws/") for alias in key.aliases)
    defaults = {"KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT", "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT"}
    present = {name: value for name, value in metadata.items() if value is not None}
    return {**result, "KeyMetadata": {**defaults, **present, "KeyManager": "AWS" if is_aws_managed else "CUSTOMER"}}


@amends("kms", "EnableKeyRotation")
def enable_key_rotation(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    key_named(call.input["KeyId"], call).rotation_period = call.input.get("RotationPeriodInDays", YEARLY)
    return result


@amends("kms", "GetKeyRotationStatus")
def get_key_rotation_status(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """@see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html"""
    key = key_named(call.input["KeyId"], call)
    period = {"RotationPeriodInDays": getattr(key, "rotation_period", YEARLY)} if result["KeyRotationEnabled"] else {}
    return {**result, "KeyId": key.id, **period}
