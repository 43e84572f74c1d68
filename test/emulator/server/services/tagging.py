"""Resource Groups Tagging API: the names of resource types that moto has otherwise."""

from server.call import Call
from server.moto_application import with_input
from server.registry import prepares

NAMES_IN_MOTO = {"logs:log-group": "logs:loggroup"}


@prepares("resourcegroupstaggingapi")
def rename_types(call: Call) -> Call:
    wanted = call.input.get("ResourceTypeFilters", [])
    if not set(wanted) & NAMES_IN_MOTO.keys():
        return call
    return with_input(call, {**call.input, "ResourceTypeFilters": [NAMES_IN_MOTO.get(each, each) for each in wanted]})
