"""The WSGI application: control endpoints, recognised AWS calls, and moto for the rest."""

import sys
import traceback
from collections.abc import Iterable
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES

from server import services  # noqa: F401 (registers the operations)
from server.answering import answer
from server.answers import error_answer
from server.call import AwsError, Call, HttpAnswer
from server.control import control
from server.journal import record_call
from server.moto_application import application
from server.recognise import recognise
from server.state import state


class Emulator:
    def __init__(self, seed: int):
        state.seed = seed

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/test-control/"):
            return send(control(environ), environ, start_response)
        call = None if path.startswith("/moto-api") else recognise(environ)
        if call is None:
            return application(environ, start_response)
        given = safely_answered(call)
        record_call(call, given.status)
        return send(given, environ, start_response)


def safely_answered(call: Call) -> HttpAnswer:
    try:
        return answer(call)
    except Exception as problem:  # noqa: BLE001 (a defect of ours must reach the test as a failed call)
        traceback.print_exc(file=sys.stderr)
        return error_answer(call, AwsError("EmulatorDefect", repr(problem), 500))


def send(given: HttpAnswer, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body = b"" if environ["REQUEST_METHOD"] == "HEAD" else given.body
    headers = [(name, str(value)) for name, value in given.headers if name.lower() not in ("content-length", "connection", "status")]
    if environ["REQUEST_METHOD"] == "HEAD":
        headers.append(("Content-Length", given.header("content-length") or "0"))
    else:
        headers.append(("Content-Length", str(len(body))))
    start_response(f"{given.status} {HTTP_STATUS_CODES.get(given.status, 'Unknown')}", headers)
    return [body]
