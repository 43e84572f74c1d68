# https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html
MESSAGE_SIZE = 4096

# What the plan of a change leaves out, and all of it where there is none.
NOTHING_ELSE = {
    "Before": "{}",
    "ByHand": [],
    "Digests": {},
    "FirstChange": "",
    "PolicyArn": "",
    "PolicyDocument": "",
    "OldestVersion": "",
    "AttachTo": [],
    "BucketPolicy": "",
}


def plan(events, context):
    """Who would lose reading, by which grants, and how. Stops where that cannot be, or where nobody is there to approve of it."""
    configuration = logging_configuration()
    found = in_bucket_policy(configuration, events) if events["Method"] == "bucket-policy" else by_identity_policy(configuration, events)
    found = {**NOTHING_ELSE, "Message": "", "Approver": events["Approver"].replace(":::", f"::{events['Account']}:", 1), **found}
    return {**found, "Message": message_of(found, events)} if found["IsNeeded"] else found


def message_of(found, events):
    if not events["DryRun"] and not events["Approver"]:
        raise RuntimeError("Nobody is given who could approve of it: give the ARN of somebody as Approver. Nothing was changed.")
    heading = f"Who loses reading the Amazon Bedrock invocation logs of {events['Region']} in account {events['Account']}, and how:"
    # The text of statements is nothing to approve of.
    by_hand = [each for each in found["ByHand"] if not each.startswith("The statements: ")]
    message = "\n".join([heading, *(f"- {each}" for each in found["Changes"]), *(f"- Left as it is: {each}" for each in by_hand)])
    if len(message) > MESSAGE_SIZE:
        raise RuntimeError(
            f"To name everybody who loses reading, and by which grants, takes {len(message)} characters, and an approval has room for {MESSAGE_SIZE}: "
            "give fewer Principals at a time. Nothing was changed."
        )
    return message


def nothing(why, by_hand=()):
    return {"IsNeeded": False, "Changes": [f"Nothing: {why}"], "ByHand": list(by_hand)}
