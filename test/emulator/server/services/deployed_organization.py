"""What the delegated administrator of a deployment sees of it: the organisation's pack and the instances of its StackSets."""

from datetime import datetime, timezone
from typing import Any

from server.call import AwsError, Call
from server.services.deployment import Deployment, of_administrator

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)


@of_administrator("config", "DescribeOrganizationConformancePacks")
def describe_packs(call: Call, deployment: Deployment) -> dict[str, Any]:
    if deployment.place(call.account, call.region)["pack"] is None:
        return {"OrganizationConformancePacks": []}
    names = [deployment.pack, *(f"another-{number}" for number in range(1, deployment.packs_of_organization))]
    return {"OrganizationConformancePacks": [pack(call, name, deployment) for name in names]}


def pack(call: Call, name: str, deployment: Deployment) -> dict[str, Any]:
    arn = f"arn:aws:config:{call.region}:{call.account}:organization-conformance-pack/{name}-abcdefgh"
    return {
        "OrganizationConformancePackName": name,
        "OrganizationConformancePackArn": arn,
        "ExcludedAccounts": deployment.excluded_accounts,
        "LastUpdateTime": WHEN,
    }


def demand_pack(names: list[str], deployment: Deployment) -> None:
    if any(name != deployment.pack for name in names):
        raise AwsError("NoSuchOrganizationConformancePackException", f"One or more organization conformance packs do not exist: {', '.join(names)}")


@of_administrator("config", "DescribeOrganizationConformancePackStatuses")
def describe_pack_statuses(call: Call, deployment: Deployment) -> dict[str, Any]:
    demand_pack(call.input.get("OrganizationConformancePackNames", []), deployment)
    failed = {"ErrorCode": "OrganizationConformancePackFailed", "ErrorMessage": "made up"} if deployment.pack_status.endswith("FAILED") else {}
    status = {"OrganizationConformancePackName": deployment.pack, "Status": deployment.pack_status, "LastUpdateTime": WHEN, **failed}
    return {"OrganizationConformancePackStatuses": [status]}


@of_administrator("config", "GetOrganizationConformancePackDetailedStatus")
def get_detailed_status(call: Call, deployment: Deployment) -> dict[str, Any]:
    demand_pack([call.input["OrganizationConformancePackName"]], deployment)
    accounts = [each for each in deployment.accounts if each not in deployment.excluded_accounts]
    return {"OrganizationConformancePackDetailedStatuses": [found for each in accounts if (found := detail(call, deployment, each))]}


def detail(call: Call, deployment: Deployment, account: str) -> dict[str, Any] | None:
    told = deployment.place(account, call.region)["pack"]
    if told is None or told.get("Status") == "ABSENT":
        return None
    return {"AccountId": account, "ConformancePackName": f"OrgConformsPack-{deployment.pack}-abcdefgh", "Status": "CREATE_SUCCESSFUL", "LastUpdateTime": WHEN, **told}


def demand_delegated(call: Call) -> None:
    if call.input.get("CallAs") != "DELEGATED_ADMIN":
        raise AwsError("ValidationError", "A delegated administrator calls as DELEGATED_ADMIN")


@of_administrator("cloudformation", "ListStackSets")
def list_stack_sets(call: Call, deployment: Deployment) -> dict[str, Any]:
    demand_delegated(call)
    return {"Summaries": [stack_set(each) for each in deployment.stack_sets]}


def stack_set(given: dict[str, Any]) -> dict[str, Any]:
    deployment = {"Enabled": given.get("autoDeployment", True), "RetainStacksOnAccountRemoval": False}
    return {
        "StackSetName": given["name"],
        "StackSetId": f"{given['name']}:00000000-0000-4000-8000-000000000000",
        "Status": "ACTIVE",
        "PermissionModel": "SERVICE_MANAGED",
        "AutoDeployment": deployment,
    }


@of_administrator("cloudformation", "ListStackInstances")
def list_stack_instances(call: Call, deployment: Deployment) -> dict[str, Any]:
    demand_delegated(call)
    name = call.input["StackSetName"].partition(":")[0]
    found = next((each for each in deployment.stack_sets if each["name"] == name), None)
    if found is None:
        raise AwsError("StackSetNotFoundException", f"StackSet {name} not found", 404)
    places = [(account, region) for region in found.get("regions", deployment.regions) for account in deployment.accounts]
    told = ((account, region, deployment.place(account, region)["instances"].get(name, {})) for account, region in places)
    return {"Summaries": [instance(found, account, region, each) for account, region, each in told if each is not None]}


def instance(of: dict[str, Any], account: str, region: str, told: dict[str, Any]) -> dict[str, Any]:
    sound = {"Status": "CURRENT", "StackInstanceStatus": {"DetailedStatus": "SUCCEEDED"}, "OrganizationalUnitId": "ou-ab12-cdefghij"}
    return {"StackSetId": stack_set(of)["StackSetId"], "Account": account, "Region": region, **sound, **told}
