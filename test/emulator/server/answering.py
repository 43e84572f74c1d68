"""How one AWS call is answered: an ordered fault, else our own operation, else moto's answer, amended and cut into pages."""

import sys
from contextlib import nullcontext
from typing import Any

from botocore.parsers import ResponseParserError

from server import moto_application
from server.answers import error_answer, result_answer
from server.call import AwsError, Call, HttpAnswer, RefusedByMoto
from server.faults import fault_for, faulty_answer
from server.iam_enforcement import refuse_unauthorized
from server.journal import record_violation
from server.paging import Paginator, page, paginator_of
from server.registry import added, amended, preparations, serial
from server.state import state
from server.validation import input_problems, output_problems


def answer(call: Call) -> HttpAnswer:
    fault = fault_for(call)
    if fault is not None:
        return faulty_answer(call, fault)
    try:
        refuse_unauthorized(call)
        for prepare in preparations.get(call.service_name, []):
            call = prepare(call)
        with state.lock if (call.service_name, call.name) in serial else nullcontext():
            return own_answer(call) if (call.service_name, call.name) in added else moto_answer(call)
    except AwsError as error:
        return error_answer(call, error)
    except RefusedByMoto as refused:
        return refused.answer


def refuse_misfit(call: Call) -> None:
    found = call.unreadable or input_problems(call)
    if found is not None:
        code = "InvalidArgument" if call.protocol == "rest-xml" else "InvalidParameterException" if call.service_name == "logs" else "ValidationException"
        raise AwsError(code, found)


def own_answer(call: Call) -> HttpAnswer:
    refuse_misfit(call)
    operation = added[call.service_name, call.name]
    paginator = paginator_of(call.service_name, call.name)
    result = page(call, paginator, operation) if paginator else operation(call)
    found = output_problems(call, result)
    if found is not None:
        print(f"THE EMULATOR ANSWERED {call.service_name}:{call.name} UNLIKE AWS: {found}", file=sys.stderr, flush=True)
        return error_answer(call, AwsError("EmulatorDefect", found, 500))
    return result_answer(call, result)


def moto_answer(call: Call) -> HttpAnswer:
    amend = amended.get((call.service_name, call.name))
    paginator = paginator_of(call.service_name, call.name)
    if amend is None and paginator is None:
        return watched(call, moto_application.forward(call))
    if paginator:
        # Moto never sees the page size asked for, so it cannot refuse it.
        refuse_misfit(call)

    def everything(asked: Call) -> Any:
        result = collected(asked, paginator) if paginator else moto_application.result_of(asked)
        return amend(asked, result) if amend else result

    result = page(call, paginator, everything) if paginator else everything(call)
    if isinstance(result, HttpAnswer):
        return result
    note_problems(call, result)
    return result_answer(call, result)


def collected(call: Call, paginator: Paginator) -> dict[str, Any]:
    """Moto's answer run to the end."""
    parameters = dict(call.input)
    total: dict[str, Any] = {}
    while True:
        result = moto_application.result_of(moto_application.with_input(call, parameters))
        token = result.pop(paginator.output_token, None)
        for key in paginator.result_keys:
            total[key] = [*total.get(key, []), *result.pop(key, [])]
        total.update(result)
        if not token:
            return {key: value for key, value in total.items() if value or key not in paginator.result_keys[1:]}
        parameters[paginator.input_token] = token


def watched(call: Call, given: HttpAnswer) -> HttpAnswer:
    if given.status >= 500:
        record_violation(call, f"moto answered {given.status}: {given.body[:200].decode(errors='replace')}")
    elif given.status < 300 and not call.operation.has_streaming_output:
        try:
            note_problems(call, moto_application.parse(call, given))
        except ResponseParserError as problem:
            record_violation(call, str(problem))
    return given


def note_problems(call: Call, result: dict[str, Any]) -> None:
    found = output_problems(call, result)
    if found is not None:
        record_violation(call, found)
