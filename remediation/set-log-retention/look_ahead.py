# The only numbers of days that CloudWatch Logs keeps events.
RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]

# Characters that a message to approvers may have.
LONGEST_MESSAGE = 4096


def look_ahead(events, context):
    """What is to change, and whether somebody must approve it because records would be gone earlier than now."""
    name, (minimum, maximum), state = events["ResourceId"], limits_of(events), look(events)
    ahead = {"IsNeeded": False, "NeedsApproval": False, "ChangesLifecycle": False, "OwnRules": "[]", "Replaced": [], "Retention": 0}
    ahead |= {"Changes": [], "Message": "Nobody has to approve anything.", "Approver": approver(events), "Seen": fingerprint(state)}
    if not state["bucket"] and not state["logGroup"]:
        return {**ahead, "Changes": [f"Nothing: model invocations are logged to no bucket and no log group {name} that exists."]}
    if is_right(state, minimum, maximum):
        return {**ahead, "Changes": [f"Nothing: {name} keeps records for {minimum} to {maximum} days."]}
    ahead["IsNeeded"] = True
    if state["bucket"] and not are_within(lifetimes(state["bucket"], rules_of(state["bucket"])), minimum, maximum):
        look_ahead_of_bucket(name, events["Account"], state["bucket"], minimum, maximum, ahead)
    if state["logGroup"] and not minimum <= (state["logGroup"]["retentionInDays"] or FOREVER) <= maximum:
        look_ahead_of_group(name, state["logGroup"], minimum, maximum, ahead)
    if ahead["NeedsApproval"]:
        ask(events, ahead)
    return ahead


def look_ahead_of_bucket(name, account, bucket, minimum, maximum, ahead):
    refuse_what_boto3_drops(name, account)
    needed, others = needed_rules(bucket, minimum, maximum)
    if len(needed) + len(others) > MOST_RULES:
        raise RuntimeError(f"Bucket {name} has {len(others)} lifecycle rules; S3 takes no more than {MOST_RULES}. Take out what is not needed, and run this again.")
    present = rules_of(bucket)
    before, after = lifetimes(bucket, present), lifetimes(bucket, [*others, *needed])
    is_shorter = any(new[0] < old[0] for olds, news in zip(before, after) for old, new in zip(olds, news))
    replaced = [rule["ID"] for rule in present if rule not in others]
    for rule in needed:
        verb = "replaces its own" if rule["ID"] in replaced else "adds"
        sentence = f"Bucket {name}: {verb} lifecycle rule {sentence_of(rule)}"
        scope = choice(rule)["prefix"]
        ahead["Changes"].append(f"{sentence} {extent_of_bucket(name, account, scope, deletion(rule, present, bucket))}" if is_shorter else sentence)
    for rule_id in sorted({*replaced} - {rule["ID"] for rule in needed}):
        ahead["Changes"].append(f"Bucket {name}: takes out its own lifecycle rule {rule_id}.")
    ahead |= {"ChangesLifecycle": True, "OwnRules": as_json(needed), "Replaced": replaced, "NeedsApproval": is_shorter}


def sentence_of(rule):
    chosen = choice(rule)
    actions = [
        *([f"current versions expire after {chosen['days']} days"] if chosen["days"] else []),
        *([f"noncurrent ones are deleted after {chosen['noncurrent']}"] if chosen["noncurrent"] else []),
        *([f"uploads are aborted after {ABORTED_AFTER}"] if "AbortIncompleteMultipartUpload" in rule else []),
    ]
    where = f"the keys that begin with {shown(chosen['prefix'])}" if chosen["prefix"] else "every object in it, since large data is delivered without a key prefix"
    return f"{rule['ID']} for {where}: {', '.join(actions)}."


def deletion(rule, present, bucket):
    """The days after which a rule deletes, where no rule does so already."""
    chosen = choice(rule)
    already = [each for each in map(choice, present) if each["enabled"] and not each["by_tag"] and is_complete(each, chosen["prefix"])]
    expiring = min([each["days"] for each in already if each["days"] is not None and not each["dated"]], default=FOREVER)
    deleting = min([each["noncurrent"] for each in already if each["noncurrent"] and not each["newer"]], default=FOREVER)
    return {
        "versioning": bucket["versioning"],
        "days": chosen["days"] if (chosen["days"] or FOREVER) < expiring else None,
        "noncurrent": chosen["noncurrent"] if (chosen["noncurrent"] or FOREVER) < deleting else None,
        "stay": min(chosen["noncurrent"] or FOREVER, deleting),
    }


def look_ahead_of_group(name, group, minimum, maximum, ahead):
    present, days = group["retentionInDays"], max(each for each in RETENTIONS if each <= maximum)
    if days < minimum:
        longer = next((f" or {each}" for each in RETENTIONS if each > maximum), "")
        raise RuntimeError(f"CloudWatch Logs keeps events {days}{longer} days, but no number of days from {minimum} to {maximum}. Widen the limits, and run this again.")
    is_shorter = days < (present or FOREVER)
    sentence = f"Log group {name}: keeps events {days} days, in place of {f'{present} days' if present else 'for ever'}."
    ahead["Changes"].append(f"{sentence} {extent_of_group(name, days)}" if is_shorter else sentence)
    ahead |= {"Retention": days, "NeedsApproval": ahead["NeedsApproval"] or is_shorter}


def ask(events, ahead):
    changes = " ".join(ahead["Changes"])
    if not events["Approver"] and not events["DryRun"]:
        raise RuntimeError(f"Records would be gone earlier than now, and Approver names nobody to approve that. Name somebody, and run this again. {changes}")
    warning = "Deleted records cannot be restored: look for legal holds before you approve. More grow old enough while nobody answers."
    message = f"{warning} Account {events['Account']}, {events['Region']}. {changes}"
    ahead["Message"] = message if len(message) <= LONGEST_MESSAGE else f"{message[: LONGEST_MESSAGE - 1]}…"


def approver(events):
    """Outputs may not be empty."""
    return events["Approver"].replace(":::", f"::{events['Account']}:", 1) or "nobody"
