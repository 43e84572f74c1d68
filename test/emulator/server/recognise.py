"""Turns an HTTP request into a Call: service, operation, account, Region and parsed input."""

import re
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.utils import get_service_model
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.wrappers import Request

from server.call import Call
from server.caller import account_of, credential_scope
from server.operation_index import find_operation

TARGETED = {str(get_service_model(name).metadata["targetPrefix"]): name for name in ("kms", "logs", "cloudwatch", "config", "organizations", "resourcegroupstaggingapi", "ssm")}
QUERIED = {"cloudformation": "cloudformation", "iam": "iam", "sts": "sts", "monitoring": "cloudwatch"}
REST = {"bedrock": ("bedrock", "bedrock-agent"), "account": ("account",), "lambda": ("lambda",), "oam": ("oam",), "securityhub": ("securityhub",)}


def recognise(environ: dict[str, Any]) -> Call | None:
    request = Request(environ)
    headers = Headers(request.headers)
    scope = credential_scope(headers)
    if scope is None:
        return None
    access_key, region, signing_name = scope
    raw = urlsplit(environ.get("RAW_URI") or request.full_path)
    path = virtual_path(headers.get("Host", ""), raw.path) if signing_name == "s3" else raw.path
    body = request.get_data(cache=False, parse_form_data=False)
    found = operation_of(signing_name, request.method, path, raw.query, headers, body)
    if found is None:
        return None
    operation, labels, protocol = found
    call = Call(
        service=operation.service_model,
        operation=operation,
        protocol=protocol,
        account=account_of(headers, access_key),
        region=region,
        method=request.method,
        path=path,
        query=raw.query,
        headers=headers,
        body=body,
    )
    try:
        return call.changed(input=parse_input(call, labels))
    except Exception as problem:  # noqa: BLE001 (moto may still read what its own parser cannot)
        return call.changed(input=labels, unreadable=repr(problem))


def virtual_path(host: str, path: str) -> str:
    """The bucket may stand in the host name; moto is only ever asked in path style."""
    bucket = re.match(r"^(?P<bucket>[a-z0-9][a-z0-9.-]*)\.localhost(:\d+)?$", host)
    return path if bucket is None or path.startswith("/v20180820/") else f"/{bucket['bucket']}{path}"


Found = tuple[OperationModel, dict[str, str], str]


def operation_of(signing_name: str, method: str, path: str, query: str, headers: Headers, body: bytes) -> Found | None:
    prefix, _, targeted = headers.get("X-Amz-Target", "").rpartition(".")
    if prefix in TARGETED:
        return named_operation(TARGETED[prefix], targeted, "json")
    if signing_name in QUERIED:
        action = parse_qs(body.decode()).get("Action", [""])[0]
        return named_operation(QUERIED[signing_name], action, "query")
    services = ("s3control" if path.startswith("/v20180820/") else "s3",) if signing_name == "s3" else REST.get(signing_name, ())
    names = frozenset(name.lower() for name in headers.keys())
    for service in services:
        found = find_operation(service, method, path, query, names)
        if found is not None:
            return *found, str(get_service_model(service).protocol)
    return None


def named_operation(service: str, name: str, protocol: str) -> Found | None:
    model = get_service_model(service)
    return (model.operation_model(name), {}, protocol) if name in model.operation_names else None


def parse_input(call: Call, labels: dict[str, str]) -> dict[str, Any]:
    if call.operation.has_streaming_input:
        return {key: labels[key] for key in ("Bucket", "Key") if key in labels}
    form = call.body.decode() if call.protocol == "query" else call.query
    parser = PROTOCOL_PARSERS[call.protocol](call.operation)
    return dict(
        parser.parse(
            {
                "method": call.method,
                "values": MultiDict(parse_qsl(form, keep_blank_values=True)),
                "headers": call.headers,
                "body": call.body,
                "url_path": call.path,
                "url_params": labels,
            }
        )
    )
