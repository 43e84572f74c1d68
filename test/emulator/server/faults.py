"""Failures a test orders: in the service's own protocol and wire format, or as no AWS service would answer."""

import json
from typing import Any
from urllib.parse import unquote

from server.answers import error_answer
from server.call import AwsError, Call, HttpAnswer
from server.services.bedrock_delivery import refusal_of_log_group
from server.state import state

XML = ("query", "rest-xml")


def fault_for(call: Call) -> str | None:
    with state.lock:
        for fault in state.faults:
            if fault.get("times", 1) > 0 and applies(fault, call):
                if "times" in fault:
                    fault["times"] -= 1
                return str(fault["fault"])
    return None


def applies(fault: dict[str, Any], call: Call) -> bool:
    wanted = {"service": call.service_name, "operation": call.name, "account": call.account, "region": call.region}
    if any(name in fault and fault[name] != value for name, value in wanted.items()):
        return False
    return "resource" not in fault or fault["resource"] in unquote(f"{call.path}?{call.query}\n{call.body.decode(errors='replace')}")


def faulty_answer(call: Call, fault: str) -> HttpAnswer:
    return foreign_answers[fault](call) if fault in foreign_answers else error_answer(call, aws_errors[fault](call))


def code(call: Call, json_code: str, query_code: str, s3_code: str | None = None) -> str:
    if call.protocol not in XML:
        return json_code
    return s3_code or query_code if call.protocol == "rest-xml" else query_code


def client_error_status(call: Call) -> int:
    """The JSON-RPC services answer 400 for refusals, the others 403."""
    return 400 if call.protocol == "json" else 403


def denied(call: Call) -> AwsError:
    action = f"{call.service.signing_name}:{call.name}"
    message = f"User: arn:aws:iam::{call.account}:user/auditor is not authorized to perform: {action}"
    return AwsError(code(call, "AccessDeniedException", "AccessDenied"), message, client_error_status(call))


def throttled(call: Call) -> AwsError:
    if call.protocol == "rest-xml":
        return AwsError("SlowDown", "Please reduce your request rate.", 503)
    name = "TooManyRequestsException" if call.service_name in ("organizations", "account") else "ThrottlingException"
    return AwsError(code(call, name, "Throttling"), "Rate exceeded", 429 if call.protocol == "rest-json" else 400)


def server_error(call: Call) -> AwsError:
    name = "InternalServerException" if call.protocol == "rest-json" else "InternalServerError"
    return AwsError(code(call, name, "InternalFailure", "InternalError"), "The service failed; this was ordered by a test", 500)


def not_enabled(call: Call) -> AwsError:
    name = code(call, "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId")
    return AwsError(name, "The security token included in the request is invalid.", client_error_status(call))


def expired(call: Call) -> AwsError:
    status = 403 if call.protocol == "query" else 400 if call.protocol != "rest-json" else 403
    return AwsError(code(call, "ExpiredTokenException", "ExpiredToken"), "The security token included in the request is expired", status)


INVALID = {
    "cloudwatch": "InvalidParameterValue",
    "config": "InvalidParameterValueException",
    "iam": "InvalidInput",
    "logs": "InvalidParameterException",
    "oam": "InvalidParameterException",
    "organizations": "InvalidInputException",
    "s3": "InvalidArgument",
    "s3control": "InvalidRequest",
}


def invalid(call: Call) -> AwsError:
    """What a service calls a request it does not take; Bedrock says it of a role whose permissions IAM has yet to spread."""
    group = call.input.get("loggingConfig", {}).get("cloudWatchConfig")
    message = refusal_of_log_group(group) if group else "The request is not valid; this was ordered by a test"
    return AwsError(INVALID.get(call.service_name, "ValidationException"), message)


def malformed(call: Call) -> HttpAnswer:
    return answer_of(call, "<Unexpected><Unexpected/></Unexpected>" if call.protocol in XML else '["unexpected"]')


def wrong_type(call: Call) -> HttpAnswer:
    """Every member of the answer is there, none with the type the model gives it."""
    shape = call.operation.output_shape
    members = shape.members if shape else {}
    names = {name: each.serialization.get("name", name) for name, each in members.items()}
    if call.protocol not in XML:
        wrong = {names[name]: ["unexpected"] if each.type_name == "string" else "unexpected" for name, each in members.items()}
        return answer_of(call, json.dumps(wrong))
    inner = "".join(f"<{name}>unexpected</{name}>" for name in names.values())
    if call.protocol == "query":
        inner = f"<{call.name}Result>{inner}</{call.name}Result>"
    return answer_of(call, f"<{call.name}Response>{inner}</{call.name}Response>")


def html(call: Call) -> HttpAnswer:
    return HttpAnswer(200, [("Content-Type", "text/html")], b"<!DOCTYPE html><html><body>Please sign in to the guest network</body></html>")


def empty_body(call: Call) -> HttpAnswer:
    return answer_of(call, "")


def answer_of(call: Call, body: str) -> HttpAnswer:
    content_type = "text/xml" if call.protocol in XML else "application/json" if call.protocol == "rest-json" else "application/x-amz-json-1.1"
    return HttpAnswer(200, [("Content-Type", content_type)], body.encode())


aws_errors = {"denied": denied, "throttled": throttled, "server-error": server_error, "not-enabled": not_enabled, "expired": expired, "invalid": invalid}
foreign_answers = {"malformed": malformed, "wrong-type": wrong_type, "html": html, "empty-body": empty_body}
FAULTS = (*aws_errors, *foreign_answers)
