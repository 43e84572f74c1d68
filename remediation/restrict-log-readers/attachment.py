import time

import boto3
from botocore.exceptions import ClientError

# IAM may not know a policy everywhere at once that was just made.
ATTEMPTS, PAUSE = 5, 3


def attach(events, context):
    """Attaches the policy to each principal. One that IAM refuses does not keep it from the others."""
    iam = boto3.client("iam")
    refused = {each: error for each in events["AttachTo"] if (error := error_of_attaching(iam, each, events["PolicyArn"]))}
    if refused:
        done = [each for each in events["AttachTo"] if each not in refused]
        raise RuntimeError(
            f"IAM did not attach {events['PolicyArn']} to {'; '.join(f'{each}: {error}' for each, error in refused.items())}. "
            f"It is attached to {', '.join(done) or 'nobody else'}."
        )
    return {"Attached": events["AttachTo"]}


def error_of_attaching(iam, principal, policy):
    kind, name = principal.split("/")
    call = getattr(iam, f"attach_{kind}_policy")
    for left in reversed(range(ATTEMPTS)):
        try:
            call(PolicyArn=policy, **{f"{kind.title()}Name": name})
            return None
        except ClientError as error:
            if left == 0 or error.response["Error"]["Code"] != "NoSuchEntity":
                return str(error)
        time.sleep(PAUSE)
