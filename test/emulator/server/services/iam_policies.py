"""AWS IAM: who has a managed policy, in pages, and versions of one as AWS lists them."""

from typing import Any

from moto.iam.models import iam_backends

from server.call import AwsError, Call
from server.registry import amends, prepares


@prepares("iam")
def refuse_unknown_policy(call: Call) -> Call:
    """Moto says that nobody has a policy that does not exist. It knows no policy of AWS's own; that one is taken to exist."""
    arn = call.input.get("PolicyArn", "")
    if call.name == "ListEntitiesForPolicy" and f"::{call.account}:" in arn and arn not in iam_backends[call.account]["aws"].managed_policies:
        raise AwsError("NoSuchEntity", f"Policy {arn} was not found.", 404)
    return call


@amends("iam", "ListPolicyVersions")
def list_policy_versions(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """
    The documents are for GetPolicyVersion.

    @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
    """
    return {**result, "Versions": [{name: value for name, value in each.items() if name != "Document"} for each in result["Versions"]]}
