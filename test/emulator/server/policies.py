"""What policy documents say of an action on a resource.

Conditions are not evaluated: an Allow counts whatever else it demands, a Deny only where it demands nothing else. Moto's own matching is not used: it ignores
conditions of a Deny as well, takes a dot for any character, tells the case of actions, and knows neither `?` nor NotResource.

@see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import json
import re
from typing import Any

from moto.iam.models import Policy

Statement = dict[str, Any]


def document_of(policy: Any) -> str:
    """The text of a policy as moto keeps it: managed, inline of a role, or inline of a user or group."""
    if isinstance(policy, Policy):
        return str(next(version for version in policy.versions if version.is_default).document)
    return str(policy if isinstance(policy, str) else policy["policy_document"])


def is_allowed(documents: list[str], action: str, resource: str) -> bool:
    return decides([each for document in documents for each in statements(document)], action, resource)


def allows_service(document: str | None, service: str, action: str, resource: str | None) -> bool:
    """Whether a policy of a resource lets a service do this; without a resource, whatever the statement is about."""
    about_service = [each for each in statements(document) if names_service(each, service)]
    return decides(about_service, action, resource)


def decides(given: list[Statement], action: str, resource: str | None) -> bool:
    effects = {effect_of(each) for each in given if concerns(each, "Action", action.lower()) and (resource is None or concerns(each, "Resource", resource))}
    return "Allow" in effects and "Deny" not in effects


def effect_of(statement: Statement) -> str:
    is_conditional_deny = statement["Effect"] == "Deny" and bool(statement.get("Condition"))
    return "Nothing" if is_conditional_deny else str(statement["Effect"])


def names_service(statement: Statement, service: str) -> bool:
    """A Deny for everybody is one for services too, an Allow for everybody names none."""
    principal = statement.get("Principal", {})
    if principal == "*" or (isinstance(principal, dict) and "*" in listed(principal.get("AWS", []))):
        return statement["Effect"] == "Deny"
    return isinstance(principal, dict) and service in listed(principal.get("Service", []))


def statements(document: str | None) -> list[Statement]:
    return listed(json.loads(document)["Statement"]) if document else []


def concerns(statement: Statement, element: str, value: str) -> bool:
    """A statement with neither the element nor its opposite is about everything, as a trust policy is."""
    fold = str.lower if element == "Action" else str
    if f"Not{element}" in statement:
        return not any(matches(fold(each), value) for each in listed(statement[f"Not{element}"]))
    return element not in statement or any(matches(fold(each), value) for each in listed(statement[element]))


def matches(pattern: str, value: str) -> bool:
    translated = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(translated, value, re.DOTALL) is not None


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def malformation(document: str, *elements: str) -> str | None:
    """Why a text is no policy whose statements have an effect and each of these elements, or their opposites."""
    try:
        found = json.loads(document)
    except ValueError:
        return "Policies must be valid JSON and the first byte must be '{'"
    given = listed(found.get("Statement", [])) if isinstance(found, dict) else []
    if not given:
        return "Missing required field Statement"
    for statement in given:
        if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
            return "Missing required field Effect"
        missing = [each for each in elements if each not in statement and f"Not{each}" not in statement]
        if missing:
            return f"Missing required field {missing[0]}"
    return None
