"""Moto itself, called in process with a Call."""

import sys
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlencode

from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.organizations.models import organizations_backends
from werkzeug.test import run_wsgi_app

from server.answers import error_answer
from server.call import AwsError, Call, HttpAnswer, RefusedByMoto

application = DomainDispatcherApplication(create_backend_app)


def reset_moto() -> None:
    BackendDict.reset()
    reset_model_data()
    # BackendDict.reset leaves this one behind, and the next organisation would be refused.
    organizations_backends.master_accounts.clear()


def forward(call: Call) -> HttpAnswer:
    try:
        return run(environ_of(call))
    except Exception as problem:  # noqa: BLE001 (moto's debug mode raises what it cannot do)
        print(f"moto failed on {call.service_name}:{call.name}: {problem!r}", file=sys.stderr, flush=True)
        return error_answer(call, AwsError("NotImplemented", f"moto cannot do this: {problem!r}", 501))


def run(environ: dict[str, Any]) -> HttpAnswer:
    chunks, status, headers = run_wsgi_app(application, environ, buffered=True)
    return HttpAnswer(int(status.split()[0]), list(headers.items()), b"".join(chunks))


def environ_of(call: Call) -> dict[str, Any]:
    fields = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in call.headers.items()}
    # A chunked upload has been read whole.
    fields.pop("HTTP_TRANSFER_ENCODING", None)
    fields |= {
        "HTTP_X_MOTO_ACCOUNT_ID": call.account,
        "HTTP_HOST": "localhost",
        "REQUEST_METHOD": call.method,
        "PATH_INFO": unquote(call.path).encode().decode("latin-1"),
        "RAW_URI": f"{call.path}?{call.query}" if call.query else call.path,
        "REQUEST_URI": f"{call.path}?{call.query}" if call.query else call.path,
        "QUERY_STRING": call.query,
        "CONTENT_LENGTH": str(len(call.body)),
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(call.body),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if "Content-Type" in call.headers:
        fields["CONTENT_TYPE"] = call.headers["Content-Type"]
    return fields


def result_of(call: Call) -> dict[str, Any]:
    """What moto answers, parsed with botocore."""
    answer = forward(call)
    if answer.status >= 300:
        raise RefusedByMoto(answer)
    return parse(call, answer)


def parse(call: Call, answer: HttpAnswer) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in answer.headers}
    parsed = create_parser(call.protocol).parse(
        {"status_code": answer.status, "headers": headers, "body": answer.body}, call.operation.output_shape
    )
    parsed.pop("ResponseMetadata", None)
    return dict(parsed)


def with_input(call: Call, parameters: dict[str, Any]) -> Call:
    """The same call with other parameters, written by botocore's own serializer."""
    request = create_serializer(call.protocol, include_validation=False).serialize_to_request(parameters, call.operation)
    body = request["body"]
    if isinstance(body, dict):
        body = urlencode(body)
    headers = call.headers.copy()
    for name, value in request["headers"].items():
        headers[name] = value
    query = request["query_string"]
    if isinstance(query, dict):
        query = urlencode(query, doseq=True)
    return call.changed(
        input=parameters,
        path=request["url_path"].partition("?")[0],
        query=query,
        headers=headers,
        body=body if isinstance(body, bytes) else body.encode(),
    )
