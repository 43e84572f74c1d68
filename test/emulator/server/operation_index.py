"""Finds the operation of a REST request by the HTTP traits of botocore's service model."""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qs, unquote

from moto.core.model import OperationModel
from moto.core.utils import get_service_model


@dataclass(frozen=True)
class Route:
    operation: OperationModel
    method: str
    path: re.Pattern[str]
    labels: list[str]
    literals: dict[str, str | None]
    required_query: frozenset[str]
    required_headers: frozenset[str]
    rank: tuple[int, ...]

    def takes(self, method: str, path: str, query: dict[str, list[str]], headers: frozenset[str]) -> dict[str, str] | None:
        matched = self.path.fullmatch(path) if method == self.method else None
        if matched is None or not self.required_query <= query.keys() or not self.required_headers <= headers:
            return None
        if any(key not in query or value not in (None, query[key][0]) for key, value in self.literals.items()):
            return None
        return {label: unquote(value) for label, value in zip(self.labels, matched.groups())}


@cache
def routes(service: str) -> list[Route]:
    model = get_service_model(service)
    found = [route(model.operation_model(name)) for name in model.operation_names]
    return sorted(found, key=lambda each: each.rank, reverse=True)


def route(operation: OperationModel) -> Route:
    template, _, query = operation.http["requestUri"].partition("?")
    labels: list[str] = []
    pattern = "/".join(segment_pattern(segment, labels) for segment in template.rstrip("/").split("/"))
    literals = {key: value or None for key, _, value in (part.partition("=") for part in query.split("&") if part)}
    shape = operation.input_shape
    required = [shape.members[name] for name in shape.required_members] if shape else []
    queries = frozenset(each.serialization["name"] for each in required if each.serialization.get("location") == "querystring")
    headers = frozenset(each.serialization["name"].lower() for each in required if each.serialization.get("location") == "header")
    fixed_segments = sum(1 for segment in template.split("/") if segment and "{" not in segment)
    rank = (fixed_segments, len(labels), len(literals) + len(queries), len(headers), not operation.deprecated)
    return Route(operation, operation.http["method"], re.compile(f"{pattern}/?"), labels, literals, queries, headers, rank)


def segment_pattern(segment: str, labels: list[str]) -> str:
    label = re.fullmatch(r"\{([^}+]+)(\+?)\}", segment)
    if label is None:
        return re.escape(segment)
    labels.append(label[1])
    return "(.+)" if label[2] else "([^/]+)"


def find_operation(service: str, method: str, path: str, query: str, headers: frozenset[str]) -> tuple[OperationModel, dict[str, str]] | None:
    parameters = parse_qs(query, keep_blank_values=True)
    for each in routes(service):
        labels = each.takes(method, path, parameters, headers)
        if labels is not None:
            return each.operation, labels
    return None
