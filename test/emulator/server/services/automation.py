"""AWS Systems Manager Automation: the executions a test has planted, as the reads of the service show them.

@see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html
"""

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from server.call import AwsError, Call
from server.registry import adds
from server.state import state

Execution = dict[str, Any]

# What a seed calls the members of an execution, and of a step of it.
MEMBERS = {
    "executionId": "AutomationExecutionId",
    "documentName": "DocumentName",
    "documentVersion": "DocumentVersion",
    "status": "AutomationExecutionStatus",
    "startTime": "ExecutionStartTime",
    "endTime": "ExecutionEndTime",
    "parameters": "Parameters",
    "outputs": "Outputs",
    "failureMessage": "FailureMessage",
    "executedBy": "ExecutedBy",
    "parentExecutionId": "ParentAutomationExecutionId",
    "currentStepName": "CurrentStepName",
    "currentAction": "CurrentAction",
    "steps": "StepExecutions",
}
STEP_MEMBERS = {
    "name": "StepName",
    "action": "Action",
    "status": "StepStatus",
    "startTime": "ExecutionStartTime",
    "endTime": "ExecutionEndTime",
    "inputs": "Inputs",
    "outputs": "Outputs",
    "failureMessage": "FailureMessage",
    "responseCode": "ResponseCode",
    "stepExecutionId": "StepExecutionId",
}
TIMES = ("startTime", "endTime")
REQUIRED = {"executionId", "documentName", "status"}


def plant_execution(account: str, region: str, given: dict[str, Any]) -> None:
    """An execution planted again takes the place of the earlier one."""
    missing = REQUIRED - given.keys()
    if missing:
        raise ValueError(f"an execution needs {sorted(missing)}")
    steps = [renamed(step, STEP_MEMBERS, "a step") for step in given.get("steps", [])]
    execution = {"DocumentVersion": "1", "ExecutionStartTime": now(), "Parameters": {}, "Outputs": {}, **renamed(given, MEMBERS, "an execution")}
    state.automation_executions[account, region][given["executionId"]] = {**execution, "Mode": "Auto", "StepExecutions": steps, "StepExecutionsTruncated": False}


def renamed(given: dict[str, Any], members: dict[str, str], what: str) -> dict[str, Any]:
    unknown = given.keys() - members.keys()
    if unknown:
        raise ValueError(f"unknown members of {what} {sorted(unknown)}")
    return {members[name]: read_time(value) if name in TIMES else value for name, value in given.items()}


@adds("ssm", "GetAutomationExecution")
def get_automation_execution(call: Call) -> dict[str, Any]:
    execution_id = call.input["AutomationExecutionId"]
    found = state.automation_executions[call.account, call.region].get(execution_id)
    if found is None:
        raise AwsError("AutomationExecutionNotFoundException", f"Automation execution {execution_id} does not exist")
    return {"AutomationExecution": found}


@adds("ssm", "DescribeAutomationExecutions")
def describe_automation_executions(call: Call) -> dict[str, Any]:
    """
    The latest first; the reference promises no order.

    @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationExecutions.html
    """
    members = call.service.shape_for("AutomationExecutionMetadata").members
    executions = state.automation_executions[call.account, call.region].values()
    found = [each for each in executions if all(is_wanted(each, wanted) for wanted in call.input.get("Filters", []))]
    found.sort(key=lambda each: each["ExecutionStartTime"], reverse=True)
    return {
        "AutomationExecutionMetadataList": [
            {"AutomationType": "Local", **{name: value for name, value in each.items() if name in members}} for each in found
        ]
    }


def is_wanted(execution: Execution, wanted: dict[str, Any]) -> bool:
    """Any of the values of a filter will do."""
    fits = FILTERS.get(wanted["Key"])
    if fits is None:
        raise AwsError("EmulatorDefect", f"the emulator does not filter executions by {wanted['Key']}", 500)
    return any(fits(execution, value) for value in wanted["Values"])


FILTERS: dict[str, Callable[[Execution, str], bool]] = {
    "AutomationType": lambda execution, value: value == "Local",
    "CurrentAction": lambda execution, value: execution.get("CurrentAction") == value,
    "DocumentNamePrefix": lambda execution, value: execution["DocumentName"].startswith(value),
    "ExecutionId": lambda execution, value: execution["AutomationExecutionId"] == value,
    "ExecutionStatus": lambda execution, value: execution["AutomationExecutionStatus"] == value,
    "ParentExecutionId": lambda execution, value: execution.get("ParentAutomationExecutionId") == value,
    "StartTimeAfter": lambda execution, value: execution["ExecutionStartTime"] > read_time(value),
    "StartTimeBefore": lambda execution, value: execution["ExecutionStartTime"] < read_time(value),
}


def read_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def now() -> datetime:
    return datetime.now(timezone.utc)
