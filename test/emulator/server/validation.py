"""Holds requests and answers against botocore's own service model, so that what the emulator adds cannot drift from AWS."""

from typing import Any

from botocore.validate import ParamValidator
from moto.core.model import Shape

from server.call import Call


def problems(shape: Shape | None, value: dict[str, Any]) -> str | None:
    if shape is None:
        return f"no members are known, found {sorted(value)}" if value else None
    report = ParamValidator().validate(value, shape)
    return str(report.generate_report()) if report.has_errors() else beyond_model(shape, value, shape.name)


def beyond_model(shape: Shape, value: Any, where: str) -> str | None:
    """Botocore's validator knows types, requirements and minima; enumerations and maxima are held here."""
    limit = shape.metadata.get("max")
    extent = value if isinstance(value, int) else len(value) if isinstance(value, (str, bytes, list, dict)) else None
    if limit is not None and extent is not None and extent > limit:
        return f"{where} is or has {extent}, allowed: at most {limit}"
    if shape.type_name == "structure" and isinstance(value, dict):
        inner = ((shape.members[name], each, f"{where}.{name}") for name, each in value.items() if name in shape.members)
    elif shape.type_name == "list" and isinstance(value, list):
        inner = ((shape.member, each, f"{where}[{position}]") for position, each in enumerate(value))
    elif shape.type_name == "map" and isinstance(value, dict):
        inner = ((shape.value, each, f"{where}.{name}") for name, each in value.items())
    else:
        allowed = getattr(shape, "enum", None)
        return f"{where} is {value!r}, allowed: {', '.join(allowed)}" if allowed and value not in allowed else None
    return next(filter(None, (beyond_model(*each) for each in inner)), None)


def input_problems(call: Call) -> str | None:
    return problems(call.operation.input_shape, call.input)


def output_problems(call: Call, result: dict[str, Any]) -> str | None:
    return problems(call.operation.output_shape, result)
