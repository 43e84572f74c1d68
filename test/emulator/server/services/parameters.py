"""AWS Systems Manager Parameter Store: versions that no two writers share, and the limits of a value.

@see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
"""

from typing import Any

from moto.ssm.models import ssm_backends

from server.call import AwsError, Call
from server.registry import amends, one_at_a_time, prepares

# In characters. @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
LONGEST_VALUE = {"Standard": 4_096, "Advanced": 8_192, "Intelligent-Tiering": 8_192}

# Moto reads the last version and adds the next in two steps, on as many threads as there are callers.
one_at_a_time("ssm", "PutParameter", "DeleteParameter", "DeleteParameters", "GetParameterHistory")


@prepares("ssm")
def refuse_long_value(call: Call) -> Call:
    """Moto takes a value of any length."""
    if call.name != "PutParameter":
        return call
    known = ssm_backends[call.account][call.region]._parameters
    versions = known.get(known.normalize_name(call.input.get("Name", "")))
    tier = call.input.get("Tier") or (versions[-1].tier if versions else None) or "Standard"
    if len(call.input.get("Value", "")) > LONGEST_VALUE[tier]:
        raise AwsError("ValidationException", f"{tier} tier parameters support a maximum parameter value of {LONGEST_VALUE[tier]} characters.")
    return call


@amends("ssm", "GetParameterHistory")
def get_parameter_history(call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """The service model allows no empty list of labels."""
    return {**result, "Parameters": [{name: value for name, value in each.items() if name != "Labels" or value} for each in result["Parameters"]]}
