"""CloudWatch Observability Access Manager: links to monitoring accounts, from seeds."""

from typing import Any

from server.call import AwsError, Call
from server.registry import adds
from server.state import state

SHORT = ("Arn", "Id", "Label", "ResourceTypes", "SinkArn")


def plant_link(account: str, region: str, wanted: dict[str, Any]) -> None:
    unknown = wanted.keys() - {"id", "sinkArn", "resourceTypes", "logGroupFilter"}
    if unknown:
        raise ValueError(f"unknown members of a link {sorted(unknown)}")
    links = state.links[account, region]
    link_id = wanted.get("id", f"11111111-2222-4333-8444-{len(links) + 1:012}")
    log_groups = {"LogGroupConfiguration": {"Filter": wanted["logGroupFilter"]}} if "logGroupFilter" in wanted else {}
    links.append(
        {
            "Arn": f"arn:aws:oam:{region}:{account}:link/{link_id}",
            "Id": link_id,
            "Label": account,
            "LabelTemplate": "$AccountName",
            "LinkConfiguration": log_groups,
            "ResourceTypes": wanted["resourceTypes"],
            "SinkArn": wanted["sinkArn"],
        }
    )


@adds("oam", "ListLinks")
def list_links(call: Call) -> dict[str, Any]:
    return {"Items": [{name: each[name] for name in SHORT} for each in state.links[call.account, call.region]]}


@adds("oam", "GetLink")
def get_link(call: Call) -> dict[str, Any]:
    found = next((each for each in state.links[call.account, call.region] if each["Arn"] == call.input["Identifier"]), None)
    if found is None:
        raise AwsError("ResourceNotFoundException", "The specified link does not exist.", 404)
    return {**found, "Tags": {}}
