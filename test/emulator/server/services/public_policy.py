"""
Whether Amazon S3 would call a policy public.

@see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
"""

import json
from ipaddress import ip_network
from typing import Any

FIXING_KEYS = {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}
POSITIVE_OPERATORS = {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def is_public(policy: str) -> bool:
    return any(is_public_statement(statement) for statement in listed(json.loads(policy).get("Statement", [])))


def is_public_statement(statement: dict[str, Any]) -> bool:
    if statement.get("Effect") != "Allow":
        return False
    return "NotPrincipal" in statement or (names_everyone(statement.get("Principal")) and not is_fixed(statement.get("Condition", {})))


def names_everyone(principal: Any) -> bool:
    named = principal.get("AWS", []) if isinstance(principal, dict) else principal
    return "*" in listed(named)


def is_fixed(condition: dict[str, Any]) -> bool:
    return any(
        operator.lower() in POSITIVE_OPERATORS and key.lower() in FIXING_KEYS and all(is_fixed_value(key, value) for value in listed(values))
        for operator, keys in condition.items()
        for key, values in keys.items()
    )


def is_fixed_value(key: str, value: str) -> bool:
    if key.lower() == "aws:sourceip":
        return ip_network(value, strict=False).prefixlen > 0
    # Accounts and partitions in an ARN must be fixed, the resource may hold wildcards.
    return not set("*?$") & set(value if not value.startswith("arn:") else ":".join(value.split(":")[:5]))
