import time

import boto3

# Version by version the parameter holds the ids of the executions that asked for a turn: AWS numbers the versions, so that no two have the same turn.
TURNS = "/bedrock-logging/runbooks/turns"
PAUSE = 5
PATIENCE = 540


def take_turn(events, context):
    """Waits until every execution that asked for a turn before this one has ended. A dry run changes nothing and takes none."""
    if events["DryRun"]:
        return {"Turn": 0}
    ssm = boto3.client("ssm")
    turn = turn_of(ssm, events["ExecutionId"])
    before = {each["Value"] for each in history(ssm) if each["Version"] < turn} - {events["ExecutionId"]}
    deadline = time.monotonic() + PATIENCE
    while waiting_for := sorted(before & under_way(ssm)):
        if time.monotonic() > deadline:
            raise RuntimeError(f"Waited {PATIENCE} seconds for the executions {', '.join(waiting_for)}, which work on the same destinations.")
        time.sleep(PAUSE)
    return {"Turn": turn}


def turn_of(ssm, execution):
    """The turn of an execution: its first, where it asked before."""
    known = [each["Version"] for each in history(ssm) if each["Value"] == execution]
    return min(known) if known else ssm.put_parameter(Name=TURNS, Value=execution, Type="String", Overwrite=True)["Version"]


def history(ssm):
    try:
        return [each for page in ssm.get_paginator("get_parameter_history").paginate(Name=TURNS) for each in page["Parameters"]]
    except ssm.exceptions.ParameterNotFound:
        return []


def under_way(ssm):
    """Ids of the executions of these runbooks that may be changing something (U-05)."""
    filters = [{"Key": "DocumentNamePrefix", "Values": ["BedrockLogging-"]}, {"Key": "ExecutionStatus", "Values": ["InProgress", "Cancelling"]}]
    pages = ssm.get_paginator("describe_automation_executions").paginate(Filters=filters)
    return {each["AutomationExecutionId"] for page in pages for each in page["AutomationExecutionMetadataList"]}
