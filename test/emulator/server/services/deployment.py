"""The rule pack as it is deployed to an organisation: what each account and Region has, told by a few defaults and the exceptions to them.

Two hundred accounts in seventeen Regions are planted at once that way. An account that no deployment names gets moto's answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from server.call import Call
from server.moto_application import result_of
from server.registry import added, adds
from server.state import state

Place = dict[str, Any]

# Of an account in a Region, unless an exception says otherwise. A member of a map that is `None` is not there.
SOUND: Place = {
    "recorder": "on",
    "recorderRole": "AWSServiceRoleForConfig",
    "deliveryChannel": "ok",
    "functions": {},
    "exports": {},
    "documents": {},
    "roles": {},
    "instances": {},
    "rules": 8,
    "packs": 1,
    "aggregators": 1,
    "otherFunctions": 2,
    "pack": {},
}
SERVICE_LINKED_ROLES = {
    "AWSServiceRoleForConfig": "config.amazonaws.com",
    "AWSServiceRoleForConfigConforms": "config-conforms.amazonaws.com",
    "AWSServiceRoleForConfigMultiAccountSetup": "config-multiaccountsetup.amazonaws.com",
    "AWSServiceRoleForConfigRemediation": "remediation.config.amazonaws.com",
    "AWSServiceRoleForSupport": "support.amazonaws.com",
}


@dataclass(frozen=True)
class Deployment:
    administrator: str
    accounts: list[str]
    regions: list[str]
    # Rule to the hash of its function's code; document to its hash.
    functions: dict[str, str]
    documents: dict[str, str]
    # `{ name, regions?, autoDeployment? }` each.
    stack_sets: list[dict[str, Any]]
    pack: str
    packs_of_organization: int = 1
    pack_status: str = "CREATE_SUCCESSFUL"
    excluded_accounts: list[str] = field(default_factory=list)
    # Each with `account` and `region`, or one of them, or neither, and members of a place.
    exceptions: list[Place] = field(default_factory=list)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def place(self, account: str, region: str) -> Place:
        found = self.places.get((account, region))
        if found is None:
            found = {**SOUND, "functions": self.functions, "documents": self.documents}
            for exception in self.exceptions:
                if exception.get("account", account) == account and exception.get("region", region) == region:
                    found = merged(found, exception)
            self.places[account, region] = found
        return found


def merged(place: Place, exception: Place) -> Place:
    changes = {name: value for name, value in exception.items() if name not in ("account", "region")}
    unknown = changes.keys() - SOUND.keys()
    if unknown:
        raise ValueError(f"unknown members of a place {sorted(unknown)}")
    both = {name for name, value in changes.items() if isinstance(value, dict) and isinstance(place[name], dict)}
    return {**place, **{name: {**place[name], **value} if name in both else value for name, value in changes.items()}}


def plant_deployment(given: dict[str, Any]) -> None:
    names = {"stackSets": "stack_sets", "excludedAccounts": "excluded_accounts", "packStatus": "pack_status", "packsOfOrganization": "packs_of_organization"}
    deployment = Deployment(**{names.get(name, name): value for name, value in given.items()})
    for exception in deployment.exceptions:
        merged(SOUND, exception)
    state.deployments.append(deployment)


def deployment_of(account: str) -> Deployment | None:
    return next((each for each in reversed(state.deployments) if account in each.accounts), None)


def of_member(service: str, operation: str) -> Callable[[Callable[[Call, Place], dict[str, Any]]], None]:
    """Answers for an account of a deployment; for another one whoever answered before, or moto."""

    def register(answer: Callable[[Call, Place], dict[str, Any]]) -> None:
        otherwise = added.get((service, operation), result_of)

        def answer_either(call: Call) -> dict[str, Any]:
            deployment = deployment_of(call.account)
            return answer(call, deployment.place(call.account, call.region)) if deployment else otherwise(call)

        adds(service, operation)(answer_either)

    return register


def of_administrator(service: str, operation: str) -> Callable[[Callable[[Call, Deployment], dict[str, Any]]], None]:
    """Answers the delegated administrator of a deployment; anybody else gets moto's answer."""

    def register(answer: Callable[[Call, Deployment], dict[str, Any]]) -> None:
        def answer_either(call: Call) -> dict[str, Any]:
            deployment = deployment_of(call.account)
            return answer(call, deployment) if deployment and deployment.administrator == call.account else result_of(call)

        adds(service, operation)(answer_either)

    return register
