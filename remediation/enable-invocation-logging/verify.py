def verify(events, context):
    """What there is now of all that was to change. Fails where anything of it is not as it should be."""
    before, work, now = json.loads(events["Before"]), json.loads(events["Work"]), logging_configuration()
    wanted = work["configuration"].items()
    wrong = [f"{name} is {as_json(now.get(name))}, wanted: {as_json(value)}" for name, value in wanted if not holds(now.get(name), value)]
    wrong += [f"{name} is not complete" for name in incomplete(work, events)]
    if wrong:
        raise RuntimeError(f"Model invocations are still not logged as they should be: {'; '.join(wrong)}.")
    kinds = [list(before.get(kind, {})) for kind in ["buckets", "logGroups", "keys"]]
    return {"After": found(now, *kinds, events)}


def holds(found, wanted):
    """Whether something has all that is wanted, and maybe more."""
    if not isinstance(wanted, dict) or not isinstance(found, dict):
        return found == wanted
    return all(holds(found.get(name), value) for name, value in wanted.items())


def incomplete(work, events):
    """What this run made or changed, and is not as it was made. Amazon Bedrock itself has looked at what was there before."""
    for bucket in work["buckets"]:
        name, lacks = bucket["name"], lacking(bucket["name"], events) if bucket["lacks"] else []
        there = json.loads((bucket["policy"] and bucket_policy(name, events)) or "{}").get("Statement", [])
        if lacks or any(each not in there for each in json.loads(bucket["policy"] or "{}").get("Statement", [])):
            yield f"bucket {name}"
    for group in work["logGroups"]:
        if (find_log_group(group["name"]) or {}).get("retentionInDays") != events["RetentionDays"]:
            yield f"log group {group['name']}"
    if work["role"]["step"] != "none":
        name = events["RoleName"]
        if client("iam").get_role_policy(RoleName=name, PolicyName=name)["PolicyDocument"] != json.loads(work["role"]["may"]):
            yield f"role {name}"
