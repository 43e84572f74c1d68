"""What a member account of a deployment answers: AWS Config, its functions, its documents, its service-linked roles."""

from datetime import datetime, timezone
from typing import Any

from server.call import AwsError, Call
from server.registry import amends
from server.services.deployment import SERVICE_LINKED_ROLES, Place, deployment_of, of_member
from server.services.documents import PLATFORMS

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


@of_member("config", "DescribeConfigurationRecorderStatus")
def describe_recorder_status(_: Call, place: Place) -> dict[str, Any]:
    kind = place["recorder"]
    if kind == "absent":
        return {"ConfigurationRecordersStatus": []}
    failed = {"lastErrorCode": "InsufficientPermissions", "lastErrorMessage": "made up"} if kind == "failing" else {}
    status = {"name": "default", "recording": kind != "stopped", "lastStatus": "Failure" if failed else "Success", **failed}
    return {"ConfigurationRecordersStatus": [status]}


@of_member("config", "DescribeConfigurationRecorders")
def describe_recorders(call: Call, place: Place) -> dict[str, Any]:
    role = place["recorderRole"]
    path = f"aws-service-role/config.amazonaws.com/{role}" if role.startswith("AWSServiceRole") else role
    recorder = {"name": "default", "roleARN": f"arn:aws:iam::{call.account}:role/{path}"}
    return {"ConfigurationRecorders": [] if place["recorder"] == "absent" else [recorder]}


@of_member("config", "DescribeDeliveryChannelStatus")
def describe_channel_status(_: Call, place: Place) -> dict[str, Any]:
    kind = place["deliveryChannel"]
    if kind == "absent":
        return {"DeliveryChannelsStatus": []}
    info = {"lastStatus": "Failure", "lastErrorCode": "AccessDenied"} if kind == "failing" else {"lastStatus": "Success"}
    never = {"lastStatus": "Not_Applicable"}
    return {"DeliveryChannelsStatus": [{"name": "default", "configHistoryDeliveryInfo": info, "configSnapshotDeliveryInfo": never}]}


@of_member("config", "DescribeConfigRules")
def describe_config_rules(_: Call, place: Place) -> dict[str, Any]:
    source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
    return {"ConfigRules": [{"ConfigRuleName": f"rule-{number}", "Source": source} for number in range(place["rules"])]}


@of_member("config", "DescribeConformancePacks")
def describe_packs(call: Call, place: Place) -> dict[str, Any]:
    arn = f"arn:aws:config:{call.region}:{call.account}:conformance-pack/pack"
    packs = [{"ConformancePackName": f"pack-{each}", "ConformancePackArn": f"{arn}-{each}", "ConformancePackId": f"pack-{each}"} for each in range(place["packs"])]
    return {"ConformancePackDetails": packs}


@of_member("config", "DescribeConfigurationAggregators")
def describe_aggregators(_: Call, place: Place) -> dict[str, Any]:
    return {"ConfigurationAggregators": [{"ConfigurationAggregatorName": f"aggregator-{each}"} for each in range(place["aggregators"])]}


def function_arn(call: Call, name: str) -> str:
    return f"arn:aws:lambda:{call.region}:{call.account}:function:{name}"


@of_member("cloudformation", "ListExports")
def list_exports(call: Call, place: Place) -> dict[str, Any]:
    stack = f"arn:aws:cloudformation:{call.region}:{call.account}:stack/StackSet-bedrock-logging/00000000-0000-4000-8000-000000000000"
    exported = {f"{rule}-function-arn": function_arn(call, rule) for rule in place["functions"]} | place["exports"]
    others = {"network-vpc": "vpc-1", "network-zone": "Z1"}
    return {"Exports": [{"ExportingStackId": stack, "Name": name, "Value": value} for name, value in {**others, **exported}.items() if value is not None]}


def function(call: Call, name: str, code: str) -> dict[str, Any]:
    return {"FunctionName": name, "FunctionArn": function_arn(call, name), "CodeSha256": code, "Runtime": "nodejs24.x", "State": "Active"}


@of_member("lambda", "ListFunctions")
def list_functions(call: Call, place: Place) -> dict[str, Any]:
    others = [function(call, f"other-{number}", "b3RoZXI=") for number in range(place["otherFunctions"])]
    return {"Functions": [*others, *(function(call, name, code) for name, code in place["functions"].items() if code is not None)]}


@of_member("lambda", "GetFunctionConfiguration")
def get_function_configuration(call: Call, place: Place) -> dict[str, Any]:
    name = call.input["FunctionName"].rpartition(":")[2]
    code = place["functions"].get(name)
    if code is None:
        raise AwsError("ResourceNotFoundException", f"Function not found: {function_arn(call, name)}", 404)
    return function(call, name, code)


@of_member("ssm", "DescribeDocument")
def describe_document(call: Call, place: Place) -> dict[str, Any]:
    name = call.input["Name"]
    found = place["documents"].get(name)
    if found is None:
        raise AwsError("InvalidDocument", f"Document with name {name} does not exist.")
    status = "Failed" if found == "failed" else "Active"
    versions = {"DocumentVersion": "1", "DefaultVersion": "1", "LatestVersion": "1", "PlatformTypes": PLATFORMS, "DocumentType": "Automation"}
    return {"Document": {"Name": name, "Hash": found, "HashType": "Sha256", "Status": status, "Owner": call.account, **versions}}


@amends("iam", "ListRoles")
def list_roles(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    deployment = deployment_of(call.account)
    if deployment is None:
        return result
    place = deployment.place(call.account, call.region)
    prefix = call.input.get("PathPrefix", "/")
    known = {**SERVICE_LINKED_ROLES, **place["roles"]}
    roles = [role(call.account, name, f"/aws-service-role/{service}/") for name, service in known.items() if service is not None]
    return {"Roles": [each for each in [role(call.account, "Deployer", "/"), *roles] if each["Path"].startswith(prefix)]}


def role(account: str, name: str, path: str) -> dict[str, Any]:
    return {"RoleName": name, "RoleId": f"AROATEST{name.upper()}"[:32].ljust(16, "A"), "Path": path, "Arn": f"arn:aws:iam::{account}:role{path}{name}", "CreateDate": WHEN}
