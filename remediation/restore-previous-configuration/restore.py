# A destination must be able to take records before they are sent there.
ORDER = ["keys", "buckets", "logGroups", "policies"]

NOUNS = {"keys": "key", "buckets": "bucket", "logGroups": "log group", "policies": "policy"}


def plan(events, context):
    """What putting back would change. Stops where somebody has changed since what the former run changed."""
    execution = former_run(events["FormerExecutionId"])
    before, after = found_by(execution)
    items = changed_items(before, after, events["Account"])
    since = [f"{name_of(item)} is neither as the run found it nor as it left it" for item in items if item["ChangedSince"]]
    if since:
        raise RuntimeError(f"Somebody has changed something since {events['FormerExecutionId']}: {'; '.join(since)}. Put back by hand what is still wanted.")
    changes = [f"{name_of(item)}: back to {as_json(item['Before'])}." for item in items]
    if changes and after is None:
        changes.append("The former run did not come to its end, so nobody can tell whether something was changed since.")
    nothing = "Nothing: everything is as the former run found it."
    return {"IsNeeded": bool(items), "Changes": changes or [nothing], "Before": as_json(as_found(items, "Now")), "Items": as_json(items)}


def restore(events, context):
    """Puts back one after another; what is as it was is left alone, so that a run that was stopped can be run again."""
    kinds = settings(events["Account"])
    for item in json.loads(events["Items"]):
        if item["Kind"] == "loggingConfiguration":
            write_logging_configuration(item["Before"])
        else:
            kinds[item["Kind"]][item["Setting"]][1](item["Resource"], item["Before"])
    return {"Restored": len(json.loads(events["Items"]))}


def verify(events, context):
    """What is configured now. Fails where anything is not as the former run found it."""
    before, after = found_by(former_run(events["FormerExecutionId"]))
    different = changed_items(before, after, events["Account"])
    if different:
        raise RuntimeError(f"Still not as the former run found it: {'; '.join(name_of(item) for item in different)}.")
    planned = json.loads(events["Items"])
    return {"After": as_json(as_found(planned, "Before"))}


def former_run(execution_id):
    ssm = boto3.client("ssm")
    try:
        execution = ssm.get_automation_execution(AutomationExecutionId=execution_id)["AutomationExecution"]
    except ssm.exceptions.AutomationExecutionNotFoundException:
        raise RuntimeError(f"There is no execution {execution_id} in this account and Region; AWS keeps executions for 30 days.") from None
    if not execution["DocumentName"].startswith("BedrockLogging-"):
        raise RuntimeError(f"Execution {execution_id} ran {execution['DocumentName']}; allowed: a document whose name begins with BedrockLogging-.")
    if execution["AutomationExecutionStatus"] in ["Pending", "InProgress", "Waiting", "Cancelling"]:
        raise RuntimeError(f"Execution {execution_id} is still {execution['AutomationExecutionStatus']}; wait until it has ended.")
    return execution


def found_by(execution):
    """What the run found, and what it left; None for the latter where it did not come that far (U-06)."""
    outputs = execution.get("Outputs") or {}
    before, after = ["".join(outputs.get(name) or []) for name in ["plan.Before", "verify.After"]]
    return json.loads(before or "{}"), json.loads(after) if after.startswith("{") else None


def changed_items(before, after, account):
    """Every setting that is not as it was found, with what it is now and whether that is somebody else's doing."""
    kinds = settings(account)
    items = []
    for kind in ORDER:
        for resource, found in sorted((before.get(kind) or {}).items()):
            for setting, value in sorted(found.items()):
                if setting not in kinds[kind]:
                    raise RuntimeError(f"The former run changed {setting} of {NOUNS[kind]} {resource}, which this version cannot put back.")
                now = comparable(kinds[kind][setting][0](resource))
                left = None if after is None else {"Left": ((after.get(kind) or {}).get(resource) or {}).get(setting)}
                items += item({"Kind": kind, "Resource": resource, "Setting": setting}, value, now, left)
    if "loggingConfiguration" in before:
        left = None if after is None else {"Left": after.get("loggingConfiguration")}
        now = comparable(logging_configuration()) or None
        items += item({"Kind": "loggingConfiguration", "Resource": "", "Setting": ""}, before["loggingConfiguration"], now, left)
    return items


def item(about, before, now, left):
    """Nothing where the setting is as it was, or where a policy that was not there has no document to go back to."""
    if is_same(now, before) or (about["Setting"] == "document" and before is None):
        return []
    is_changed_since = left is not None and not is_same(now, left["Left"])
    return [{**about, "Before": before, "Now": now, "ChangedSince": is_changed_since}]


def is_same(one, other):
    return as_json(parsed(one)) == as_json(parsed(other))


def parsed(value):
    """Services write the same policy with other blanks and in another order."""
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return value
    return json.loads(value)


def comparable(value):
    """As the former run wrote it."""
    return json.loads(as_json(value))


def as_found(items, moment):
    """The shape in which every run tells what it found."""
    found = {}
    for each in items:
        if each["Kind"] == "loggingConfiguration":
            found["loggingConfiguration"] = each[moment]
        else:
            found.setdefault(each["Kind"], {}).setdefault(each["Resource"], {})[each["Setting"]] = each[moment]
    return found


def name_of(each):
    if each["Kind"] == "loggingConfiguration":
        return "The model invocation logging configuration"
    return f"The {each['Setting']} of {NOUNS[each['Kind']]} {each['Resource']}"


def write_logging_configuration(configuration):
    if configuration is None:
        boto3.client("bedrock").delete_model_invocation_logging_configuration()
    else:
        put_logging_configuration(configuration)
