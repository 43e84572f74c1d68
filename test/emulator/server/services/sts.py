"""AWS STS: an ARN that can exist."""

from typing import Any

from server.call import Call
from server.registry import amends


@amends("sts", "GetCallerIdentity")
def get_caller_identity(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """Moto calls an unknown user sts::…:user/moto."""
    is_known = ":user/moto" not in result["Arn"]
    return result if is_known else {**result, "Arn": f"arn:aws:iam::{call.account}:user/auditor", "UserId": "AIDATESTAUDITOR"}
