import time

# What IAM answers may be a moment behind what it was told.
ATTEMPTS, PAUSE = 5, 3


def verify(events, context):
    """What denies reading now. Fails where it does not."""
    for left in reversed(range(ATTEMPTS)):
        after, wrong = in_bucket(events) if events["BucketPolicy"] else in_policy(events)
        if not wrong:
            return {"After": as_json(after)}
        if left == 0:
            raise RuntimeError(wrong)
        time.sleep(PAUSE)


def in_bucket(events):
    text = bucket_policy(events["ResourceId"], events["Account"])
    is_wanted = alike(own_statements(text)) == alike(own_statements(events["BucketPolicy"]))
    return {"buckets": {events["ResourceId"]: {"policy": text}}}, "" if is_wanted else f"The policy of bucket {events['ResourceId']} does not have the statement."


def in_policy(events):
    found = policy_found(events["PolicyArn"])
    missing = [each for each in events["AttachTo"] if each not in found["attachedTo"]]
    wrong = f"{events['PolicyArn']} is not attached to {', '.join(missing)}." if missing else ""
    if found["document"] != events["PolicyDocument"]:
        wrong = f"{events['PolicyArn']} does not say what it should."
    return {"policies": {events["PolicyArn"]: found}}, wrong
