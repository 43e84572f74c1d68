def plan(events, context):
    """What it takes to have the Region log to where it should. Stops where that is not the account's, or not this runbook's to change."""
    current = logging_configuration()
    states = states_of(current, events)
    nothing = nothing_to_do(current, states, events)
    if nothing:
        return outcome(current, [nothing], work_for_nothing(current, events), events)
    target = target_of(current, states, events)
    work = work_for(current, target, events)
    if not is_needed(current, target, work):
        is_done = "Nothing: model invocations are logged to all that is wanted, and all of it is there."
        return outcome(current, [is_done], work, events)
    target = with_large_data(target, events)
    work = work_for(current, target, events)
    refuse_untrusting_role(target, events)
    return {**outcome(current, list(changes_of(current, target, states, work, events)), work, events), "IsNeeded": True}


def nothing_to_do(current, states, events):
    """Why a run for one destination has nothing to do; None for a run for the account."""
    resource = events["ResourceId"]
    kinds = [kind for kind, name in named_in(current).items() if name == resource]
    if resource == events["Account"]:
        return None
    if not kinds:
        return f"Nothing: model invocations are not logged to {resource}, nor by it."
    half_made = [*buckets_to_make(current, current, events), *log_groups_to_make(current, events)]
    is_complete = not any(each["name"] == resource for each in half_made) and ("role" not in kinds or role_to_make(current, events)["step"] == "none")
    return f"Nothing: {resource} is there, in this account and Region." if is_complete and all(states[kind] == THERE for kind in kinds) else None


def work_for_nothing(current, events):
    return {"buckets": [], "logGroups": [], "role": {**role_to_make({}, events), "step": "none"}, "key": None, "configuration": current}


def is_needed(current, target, work):
    """Whether anything has to change. Data types that were not read are sent, but are no reason to."""
    is_other = any(current.get(each) != target.get(each) for each in ["s3Config", "cloudWatchConfig"])
    return is_other or delivers_nothing(current) or bool(work["buckets"] or work["logGroups"]) or work["role"]["step"] != "none"


def refuse_untrusting_role(target, events):
    """A role of somebody else's is not changed: where it does not trust Amazon Bedrock at all, nothing can be put."""
    arn = named_in(target).get("role", own_role_arn(events))
    role = None if arn == own_role_arn(events) else find_role(arn.rpartition("/")[2])
    if role and not any(may_trust_bedrock(each) for each in listed(role["AssumeRolePolicyDocument"].get("Statement", []))):
        raise RuntimeError(f"Role {arn} does not trust bedrock.amazonaws.com. Let it, or configure another role, and run this again.")


def may_trust_bedrock(statement):
    principal = statement.get("Principal", "*")
    return statement.get("Effect") == "Allow" and (principal == "*" or BEDROCK["Service"] in listed(principal.get("Service", [])))


def outcome(current, changes, work, events):
    """What the steps that follow go by."""
    buckets = [bucket["name"] for bucket in work["buckets"] if bucket["policy"] and not bucket["isNew"]]
    log_groups = [group["name"] for group in work["logGroups"] if not group["isNew"]]
    keys = [work["key"]["name"]] if work["key"] and work["key"]["policy"] and not work["key"]["isNew"] else []
    return {
        "IsNeeded": False,
        "Changes": changes,
        "Before": found(current, buckets, log_groups, keys, events),
        "Work": as_json(work),
        "RoleStep": work["role"]["step"],
        "RoleName": own_role_name(events),
        "Trust": work["role"]["trust"],
        "Permissions": work["role"]["may"],
    }
