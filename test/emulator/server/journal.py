"""The log of AWS calls and of answers that do not fit botocore's model."""

import json

from server.call import Call
from server.iam_permissions import actions_of
from server.state import state

# The input member that names what a call is about, the first one present.
NAMING_MEMBERS = (
    "Bucket",
    "Prefix",
    "KeyId",
    "RoleArn",
    "RoleName",
    "logGroupName",
    "logGroupNamePrefix",
    "logGroupNamePattern",
    "resourceIdentifier",
    "Path",
    "Name",
    "Namespace",
    "AccountId",
    "ConfigRuleName",
    "resourceId",
    "Identifier",
    "AutomationExecutionId",
    "DocumentName",
    "PolicyArn",
    "ServicePrincipal",
    "AdminAccountId",
    "StackSetName",
    "FunctionName",
)


def record_call(call: Call, status: int) -> None:
    given = json.loads(json.dumps(call.input, default=str))
    entry = {"service": call.service_name, "operation": call.name, "account": call.account, "region": call.region, "status": status, "input": given}
    resource = next((call.input[name] for name in NAMING_MEMBERS if isinstance(call.input.get(name), str)), None)
    action, *further = actions_of(call) or [None]
    known = {"resource": resource, "action": action, "furtherActions": further or None}
    with state.lock:
        state.calls.append({**entry, **{name: value for name, value in known.items() if value is not None}})


def record_violation(call: Call, problem: str) -> None:
    entry = {"service": call.service_name, "operation": call.name, "account": call.account, "region": call.region, "problem": problem}
    with state.lock:
        state.violations.append(entry)
