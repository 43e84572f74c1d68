"""CloudFormation: whether StackSets may deploy to the accounts of an organisation, which moto lacks.

Activating leaves what AWS Organizations lists of trusted access as it is: whether AWS does so is not documented, and callers must not count on either.

@see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ActivateOrganizationsAccess.html
"""

from typing import Any

from server.call import AwsError, Call
from server.registry import adds
from server.services.organizations import is_delegated
from server.services.service_access import management_of
from server.state import state


@adds("cloudformation", "ActivateOrganizationsAccess")
def activate(call: Call) -> dict[str, Any]:
    state.stack_set_access.add(demand_management(call))
    return {}


@adds("cloudformation", "DeactivateOrganizationsAccess")
def deactivate(call: Call) -> dict[str, Any]:
    state.stack_set_access.discard(demand_management(call))
    return {}


@adds("cloudformation", "DescribeOrganizationsAccess")
def describe(call: Call) -> dict[str, Any]:
    management = management_of_administrator(call) if call.input.get("CallAs") == "DELEGATED_ADMIN" else demand_management(call)
    return {"Status": "ENABLED" if management in state.stack_set_access else "DISABLED"}


def demand_management(call: Call) -> str:
    if management_of(call.account) != call.account:
        raise AwsError("ValidationError", "You must be the management account of an organization to operate a service managed stack set")
    return call.account


def management_of_administrator(call: Call) -> str:
    management = management_of(call.account)
    if management is None or not is_delegated(call.account, management):
        raise AwsError("ValidationError", f"Account used is not a delegated administrator: {call.account}")
    return management
