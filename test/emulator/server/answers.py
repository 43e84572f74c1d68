"""Writes results and errors in the wire format of the service."""

import json
from typing import Any
from xml.sax.saxutils import escape

from moto.core.serialize import get_serializer_class

from server.call import AwsError, Call, HttpAnswer

REQUEST_ID = "00000000-0000-4000-8000-000000000000"


def result_answer(call: Call, result: dict[str, Any]) -> HttpAnswer:
    written = get_serializer_class(call.service_name, call.protocol)(operation_model=call.operation).serialize(result)
    body = written["body"]
    return HttpAnswer(
        written["status_code"],
        [*written["headers"].items(), ("x-amzn-RequestId", REQUEST_ID)],
        body if isinstance(body, bytes) else body.encode(),
    )


def error_answer(call: Call, error: AwsError) -> HttpAnswer:
    content_type, body = error_body(call, error)
    headers = [("Content-Type", content_type), ("x-amzn-RequestId", REQUEST_ID), *error.headers.items()]
    if content_type.startswith("application/x-amz-json") or content_type == "application/json":
        headers.append(("x-amzn-ErrorType", error.code))
    return HttpAnswer(error.status, headers, b"" if call.method == "HEAD" else body.encode())


def error_body(call: Call, error: AwsError) -> tuple[str, str]:
    code, message = escape(error.code), escape(error.message)
    if call.protocol in ("json", "rest-json"):
        content_type = "application/x-amz-json-1.1" if call.protocol == "json" else "application/json"
        return content_type, json.dumps({"__type": error.code, "message": error.message})
    if call.service_name == "s3":
        bucket = escape(call.input.get("Bucket", ""))
        return "application/xml", f"<Error><Code>{code}</Code><Message>{message}</Message><BucketName>{bucket}</BucketName><RequestId>{REQUEST_ID}</RequestId></Error>"
    sender = "Sender" if error.status < 500 else "Receiver"
    inner = f"<Error><Type>{sender}</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>{REQUEST_ID}</RequestId>"
    return "text/xml", f"<ErrorResponse>{inner}</ErrorResponse>"
