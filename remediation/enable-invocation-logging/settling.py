import json
import time

import boto3
from botocore.exceptions import ClientError


def once_settled(codes, call, seconds=60):
    """Calls until AWS has settled what was just made: again on these codes, ever later. What a policy of the role does not allow does not settle."""
    deadline, pause = time.monotonic() + seconds, 0.25
    while True:
        try:
            return call()
        except ClientError as error:
            code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
            if code not in codes or "is not authorized to perform" in message or time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 20)
