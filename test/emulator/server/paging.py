"""Cuts lists into pages of random size, some of them empty, as AWS services may. Driven by the seed, not by the order of calls."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.loaders import Loader

from server.call import AwsError, Call
from server.state import state

PAGED = {
    "account": ["ListRegions"],
    "bedrock": [
        "ListCustomModelDeployments",
        "ListCustomModels",
        "ListImportedModels",
        "ListInferenceProfiles",
        "ListMarketplaceModelEndpoints",
        "ListModelInvocationJobs",
        "ListProvisionedModelThroughputs",
    ],
    "bedrock-agent": ["ListAgents", "ListFlows", "ListKnowledgeBases"],
    "cloudformation": ["ListExports", "ListStackInstances", "ListStackSets"],
    "cloudwatch": ["GetMetricData", "ListMetrics"],
    "config": [
        "DescribeConfigRules",
        "DescribeConfigurationAggregators",
        "DescribeConformancePacks",
        "DescribeOrganizationConformancePackStatuses",
        "DescribeOrganizationConformancePacks",
        "GetComplianceDetailsByConfigRule",
        "GetOrganizationConformancePackDetailedStatus",
        "GetResourceConfigHistory",
    ],
    "iam": [
        "GetAccountAuthorizationDetails",
        "GetGroup",
        "ListAttachedGroupPolicies",
        "ListAttachedRolePolicies",
        "ListAttachedUserPolicies",
        "ListEntitiesForPolicy",
        "ListPolicyVersions",
        "ListRolePolicies",
        "ListRoles",
        "ListUsers",
    ],
    "kms": ["ListAliases", "ListGrants", "ListResourceTags"],
    "lambda": ["ListFunctions"],
    "logs": ["DescribeAccountPolicies", "DescribeLogGroups", "DescribeSubscriptionFilters"],
    "oam": ["ListLinks"],
    "organizations": [
        "ListAWSServiceAccessForOrganization",
        "ListAccounts",
        "ListDelegatedAdministrators",
        "ListDelegatedServicesForAccount",
        "ListParents",
        "ListPoliciesForTarget",
        "ListRoots",
    ],
    "resourcegroupstaggingapi": ["GetResources"],
    "s3": ["ListBuckets"],
    "s3control": ["ListAccessPoints"],
    "securityhub": ["ListOrganizationAdminAccounts"],
    "ssm": ["DescribeAutomationExecutions", "GetParameterHistory", "GetParametersByPath"],
}
# Botocore has no paginator for these.
UNLISTED = {
    ("logs", "DescribeAccountPolicies"): {
        "input_token": "nextToken",
        "output_token": "nextToken",
        "result_key": "accountPolicies",
    },
    ("s3control", "ListAccessPoints"): {
        "input_token": "NextToken",
        "output_token": "NextToken",
        "limit_key": "MaxResults",
        "result_key": "AccessPointList",
    }
}
LARGEST_PAGE = 7
CHANCE_OF_EMPTY_PAGE = 0.2


@dataclass(frozen=True)
class Paginator:
    input_token: str
    output_token: str
    limit_key: str | None
    result_keys: list[str]
    # The member that says whether there is another page, where the service has one.
    more_results: str | None


@dataclass(frozen=True)
class Remainder:
    asked_for: str
    position: int
    items: list[tuple[str, Any]]
    rest: dict[str, Any]


@cache
def paginator_of(service: str, operation: str) -> Paginator | None:
    if operation not in PAGED.get(service, []):
        return None
    model = UNLISTED.get((service, operation)) or Loader().load_service_model(service, "paginators-1")["pagination"][operation]
    keys = model["result_key"]
    return Paginator(model["input_token"], model["output_token"], model.get("limit_key"), keys if isinstance(keys, list) else [keys], model.get("more_results"))


def page(call: Call, paginator: Paginator, everything: Callable[[Call], dict[str, Any]]) -> dict[str, Any]:
    parameters = {name: value for name, value in call.input.items() if name not in (paginator.input_token, paginator.limit_key)}
    asked_for = f"{call.account} {call.region} {call.service_name} {call.name} {sorted(parameters.items())!r}"
    token = call.input.get(paginator.input_token)
    if token is None:
        result = everything(call.changed(input=parameters))
        items = [(key, item) for key in paginator.result_keys for item in result.get(key) or []]
        unpaged = {name: value for name, value in result.items() if name not in (*paginator.result_keys, paginator.output_token)}
        remainder = Remainder(asked_for, 0, items, unpaged)
    else:
        remainder = kept(call, token, asked_for)
    return cut(call, paginator, remainder)


def kept(call: Call, token: str, asked_for: str) -> Remainder:
    remainder: Remainder | None = state.pages.get(token)
    if remainder is None or remainder.asked_for != asked_for:
        code = "InvalidArgument" if call.service_name in ("s3", "s3control") else "InvalidNextTokenException" if call.service_name == "config" else "InvalidNextToken" if call.protocol == "json" else "ValidationException"
        raise AwsError(code, "the token was not given for this request")
    return remainder


def cut(call: Call, paginator: Paginator, remainder: Remainder) -> dict[str, Any]:
    limit = call.input.get(paginator.limit_key or "") or len(remainder.items)
    chance = random.Random(f"{state.seed} {remainder.asked_for} {remainder.position} {len(remainder.items)}")
    size, more = limit, len(remainder.items) > limit
    if state.settings.paging:
        is_empty = chance.random() < CHANCE_OF_EMPTY_PAGE
        size = 0 if is_empty else min(limit, chance.randint(1, LARGEST_PAGE))
        more = is_empty or len(remainder.items) > size
    shown: dict[str, Any] = {**remainder.rest, **{key: [] for key in paginator.result_keys}}
    for key, item in remainder.items[:size]:
        shown[key].append(item)
    if paginator.more_results:
        shown[paginator.more_results] = more
    if more:
        token = uuid.uuid4().hex
        state.pages[token] = Remainder(remainder.asked_for, remainder.position + 1, remainder.items[size:], remainder.rest)
        shown[paginator.output_token] = token
    return shown
