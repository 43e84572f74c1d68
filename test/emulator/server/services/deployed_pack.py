"""Putting the organisation's pack of a deployment again.

U-04: that AWS Config then tries every account again. One whose functions are all there gets the rules, which it had failed for the lack of them.

@see https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
"""

from typing import Any

from server.call import AwsError, Call
from server.services.deployed_organization import demand_pack
from server.services.deployment import Deployment, of_administrator


@of_administrator("config", "PutOrganizationConformancePack")
def put_pack(call: Call, deployment: Deployment) -> dict[str, Any]:
    name = call.input["OrganizationConformancePackName"]
    demand_pack([name], deployment)
    template = call.input.get("TemplateS3Uri", "")
    if not template.startswith("s3://") or f"-{call.region}/" not in template:
        raise AwsError("ValidationException", f"The template of the pack cannot be read: {template}")
    if call.input.get("ExcludedAccounts", []) != deployment.excluded_accounts:
        raise AwsError("InvalidParameterValueException", "Tests put the pack as it is, with the same excluded accounts")
    places = [deployment.place(account, call.region) for account in deployment.accounts]
    if any(str((place["pack"] or {}).get("Status", "")).endswith("_IN_PROGRESS") for place in places):
        raise AwsError("ResourceInUseException", f"You cannot update {name} while it is being created or updated")
    for place in places:
        told = place["pack"] or {}
        is_early = "function" in told.get("ErrorMessage", "") and told.get("Status", "") in ("CREATE_FAILED", "UPDATE_FAILED")
        if is_early and all(place["functions"].values()):
            place["pack"] = {"Status": told["Status"].replace("FAILED", "SUCCESSFUL")}
    return {"OrganizationConformancePackArn": f"arn:aws:config:{call.region}:{call.account}:organization-conformance-pack/{name}-abcdefgh"}
