FLAGS = [f"{kind}DataDeliveryEnabled" for kind in ["text", "image", "embedding", "video", "audio"]]


def own_role_name(events):
    return f"BedrockLogsDelivery-{events['Region']}"


def own_role_arn(events):
    return f"arn:{events['Partition']}:iam::{events['Account']}:role/{own_role_name(events)}"


def own_bucket(events, *under):
    """The bucket that is named, as a destination."""
    name = events["BucketName"] or "bedrock-logs-ACCOUNT_ID-REGION"
    name = name.replace("ACCOUNT_ID", events["Account"]).replace("REGION", events["Region"])
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name):
        raise RuntimeError(f"{name} cannot be the name of a bucket. Give another BucketName, and run this again.")
    refuse_unusable("Bucket", name, state_of_bucket(name, events), "BucketName")
    prefix = "/".join(part for part in [events["KeyPrefix"].strip("/"), *under] if part)
    return {"bucketName": name, **({"keyPrefix": prefix} if prefix else {})}


def own_log_group(events):
    refuse_unusable("Log group", events["LogGroupName"], state_of_log_group(events["LogGroupName"]), "LogGroupName")
    return events["LogGroupName"]


def refuse_unusable(noun, name, state, parameter):
    if state not in [THERE, FREE]:
        raise RuntimeError(f"{noun} {name}, which is to be logged to, {state}. Give another {parameter}, and run this again.")


def target_of(current, states, events):
    """The configuration with what is wanted besides, and others in place of what cannot be logged to."""
    wanted = wanted_besides(states, events)
    target = {**current, **flags_of(current)}
    if is_unusable(states, "s3") or ("s3" in wanted and "s3" not in states):
        target["s3Config"] = own_bucket(events)
    if "logGroup" in states or "cloudwatch" in wanted:
        target["cloudWatchConfig"] = cloud_watch_of(current.get("cloudWatchConfig") or {}, states, events)
    return target


def wanted_besides(states, events):
    """A run for the account adds what is asked for where nothing is logged to, and elsewhere no more than the rule requires: it may be right by now."""
    if events["ResourceId"] != events["Account"]:
        return []
    is_any_there = "s3" in states or "logGroup" in states
    asked = {events["RequiredDestinations"], *([] if is_any_there else [events["Destinations"]])}
    return [each for each in ["s3", "cloudwatch"] if asked & {each, "both"}]


def cloud_watch_of(current, states, events):
    """With another log group goes the role of this runbook's own, for no other may write to it."""
    target = dict(current)
    if "logGroup" not in states or is_unusable(states, "logGroup"):
        target.update(logGroupName=own_log_group(events), roleArn=own_role_arn(events))
    elif states.get("role") != THERE:
        target["roleArn"] = own_role_arn(events)
    if is_unusable(states, "largeData"):
        target["largeDataDeliveryS3Config"] = own_bucket(events, "large-data")
    return target


def with_large_data(target, events):
    """Without a bucket for them, bodies over 100 KB and binaries of the records in a log group are lost."""
    names = named_in(target)
    if "logGroup" not in names or "largeData" in names:
        return target
    return {**target, "cloudWatchConfig": {**target["cloudWatchConfig"], "largeDataDeliveryS3Config": own_bucket(events, "large-data")}}


def is_unusable(states, kind):
    """Whether a destination that is configured can neither be logged to nor be created."""
    return states.get(kind, THERE) not in [THERE, FREE]


def delivers_nothing(current):
    """Whether every data type that was read is off."""
    known = [current[flag] for flag in FLAGS if flag in current]
    return known != [] and not any(known)


def flags_of(current):
    """Every data type as it is sent: one that is off stays off, unless all are; one that was not read is on, as Amazon Bedrock takes it."""
    are_off = [current.get(flag) for flag in FLAGS] == [False] * len(FLAGS)
    return {flag: are_off or current.get(flag, True) for flag in FLAGS}
