"""AWS Security Hub: the account that administers it for an organisation, in each Region; moto knows one for all.

@see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableOrganizationAdminAccount.html
"""

from typing import Any

from moto.organizations.models import FakeDelegatedAdministrator, organizations_backends

from server.call import AwsError, Call
from server.registry import adds
from server.services.service_access import has_access, management_of
from server.state import state

SERVICE = "securityhub.amazonaws.com"


def demand_management(call: Call) -> None:
    if management_of(call.account) != call.account:
        raise AwsError("InvalidAccessException", f"Account {call.account} is not the management account of an organization", 401)


@adds("securityhub", "ListOrganizationAdminAccounts")
def list_administrators(call: Call) -> dict[str, Any]:
    demand_management(call)
    known = state.security_hub_administrators.get((call.account, call.region))
    return {"AdminAccounts": [{"AccountId": known, "Status": "ENABLED"}] if known else []}


@adds("securityhub", "EnableOrganizationAdminAccount")
def enable(call: Call) -> dict[str, Any]:
    """Also lets the service into the organisation and registers the administrator with it, as the user guide has it."""
    demand_management(call)
    wanted = call.input["AdminAccountId"]
    known = state.security_hub_administrators.setdefault((call.account, call.region), wanted)
    if known != wanted:
        raise AwsError("ResourceConflictException", f"Account {known} is the administrator already", 409)
    backend = organizations_backends[call.account]["aws"]
    if not has_access(backend, SERVICE):
        backend.enable_aws_service_access(ServicePrincipal=SERVICE)
    administrator = next((each for each in backend.admins if each.account.id == wanted), None)
    if administrator is None:
        administrator = FakeDelegatedAdministrator(backend.get_account_by_id(wanted))
        backend.admins.append(administrator)
    if SERVICE not in administrator.services:
        administrator.add_service_principal(SERVICE)
    return {"AdminAccountId": wanted}


@adds("securityhub", "DisableOrganizationAdminAccount")
def disable(call: Call) -> dict[str, Any]:
    demand_management(call)
    account = call.input["AdminAccountId"]
    if state.security_hub_administrators.get((call.account, call.region)) != account:
        raise AwsError("ResourceNotFoundException", f"Account {account} is not the administrator", 404)
    del state.security_hub_administrators[call.account, call.region]
    backend = organizations_backends[call.account]["aws"]
    for each in backend.admins:
        if each.account.id == account:
            each.services.pop(SERVICE, None)
    backend.admins = [each for each in backend.admins if each.services]
    return {}
