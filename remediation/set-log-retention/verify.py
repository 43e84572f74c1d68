import time

# S3 may take a while to show a lifecycle configuration that was just put.
ATTEMPTS = 4
PAUSE = 5


def verify(events, context):
    """What is set now. Fails where it is not what was wanted."""
    name, before = events["ResourceId"], json.loads(events["Before"])
    for attempt in range(ATTEMPTS):
        time.sleep(PAUSE if attempt else 0)
        state = {
            "bucket": {"lifecycle": lifecycle_of(name, events["Account"])} if "buckets" in before else None,
            "logGroup": {"retentionInDays": (group_named(name) or {}).get("retentionInDays")} if "logGroups" in before else None,
        }
        if is_as_wanted(events, state):
            return {"After": as_json(configured(name, state))}
    raise RuntimeError(
        f"{name} still does not have what was set: {as_json(configured(name, state))}. "
        "Where a retention policy of the account applies to a log group, it stands above that of the log group."
    )
