"""AWS Systems Manager documents: the platforms of a document, for which moto has a word of its own."""

from typing import Any

from server.call import Call
from server.moto_application import result_of
from server.registry import adds, amends

PLATFORMS = ["Windows", "Linux", "MacOS"]


@amends("ssm", "CreateDocument", "UpdateDocument")
def name_platforms(_: Call, result: dict[str, Any]) -> dict[str, Any]:
    return {member: {**document, "PlatformTypes": PLATFORMS} for member, document in result.items()}


@adds("ssm", "DescribeDocument")
def describe_document(call: Call) -> dict[str, Any]:
    """Not an amendment: accounts of a deployment answer otherwise, and leave the rest to this."""
    return name_platforms(call, result_of(call))
