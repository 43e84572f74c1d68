NOUNS = {"s3": "bucket", "logGroup": "log group", "role": "delivery role", "largeData": "bucket for large data"}
ROLE_CHANGES = {"create": "creates it, for Amazon Bedrock to write", "trust": "has it trust Amazon Bedrock, and lets it write", "write": "lets it write"}


def changes_of(current, target, states, work, events):
    """A sentence for everything that is to change."""
    key, step, group = work["key"], work["role"]["step"], log_group(target)
    if key and key["policy"]:
        yield f"Key {key['name']}: " + ("creates it, rotated every year." if key["isNew"] else "adds to its policy what the services need that deliver.")
    for each in work["logGroups"]:
        made = f"creates it, encrypted with {key['name']}, " if each["isNew"] else ""
        yield f"Log group {each['name']}: {made}retention {events['RetentionDays']} days."
    if step != "none":
        yield f"Role {own_role_name(events)}: {ROLE_CHANGES[step]} to log group {group}."
    for bucket in work["buckets"]:
        yield f"Bucket {bucket['name']}: {bucket_change(bucket, key, events)}"
    yield from destination_changes(named_in(current), named_in(target), states)
    on = [flag.removesuffix("DataDeliveryEnabled") for flag in FLAGS if target[flag] and not current.get(flag)]
    if on:
        yield f"Logging configuration: turns on {', '.join(on)} data."


def bucket_change(bucket, key, events):
    if bucket["isNew"]:
        how = "closed to the public, without ACLs, TLS only, versioned, open to Amazon Bedrock for writing"
        return f"creates it, encrypted with {key['name']}, {how}; objects expire after {events['RetentionDays']} days."
    half_made = f"completes what a former run began: {', '.join(bucket['lacks'])}. " if bucket["lacks"] else ""
    return (half_made + ("Adds to its policy what it takes for Amazon Bedrock to write." if bucket["policy"] else "")).strip()


def destination_changes(before, after, states):
    for kind, name in after.items():
        if kind not in before:
            yield f"Logging configuration: adds {NOUNS[kind]} {name}."
        elif before[kind] != name:
            why = f"which {states[kind]}" if states[kind] != THERE else "which may not write to the log group"
            yield f"Logging configuration: replaces {NOUNS[kind]} {before[kind]}, {why}, with {name}."
