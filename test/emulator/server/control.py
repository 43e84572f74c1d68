"""The endpoints tests steer the emulator with, all under /test-control/."""

import json
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request

from server.call import HttpAnswer
from server.faults import FAULTS
from server.moto_application import reset_moto
from server.seeding import plant
from server.services.config import invoke_rule, reported_results
from server.state import UNSET_ANSWERS, state


def control(environ: dict[str, Any]) -> HttpAnswer:
    request = Request(environ)
    endpoint = endpoints.get((request.method, request.path.removeprefix("/test-control/")))
    if endpoint is None:
        return json_answer(404, {"error": f"no endpoint {request.method} {request.path}; known: {sorted(map(' '.join, endpoints))}"})
    try:
        given = json.loads(request.get_data() or "null")
        with state.lock:
            return json_answer(200, endpoint(given))
    except (ValueError, KeyError, TypeError) as problem:
        return json_answer(400, {"error": f"{type(problem).__name__}: {problem}"})


def json_answer(status: int, value: Any) -> HttpAnswer:
    return HttpAnswer(status, [("Content-Type", "application/json")], json.dumps(value).encode())


def reset(_: Any) -> dict[str, Any]:
    reset_moto()
    state.empty()
    return {}


def order_faults(faults: list[dict[str, Any]]) -> dict[str, Any]:
    for fault in faults:
        unknown = fault.keys() - {"service", "operation", "account", "region", "resource", "fault", "times"}
        if unknown or fault["fault"] not in FAULTS:
            raise ValueError(f"not a fault: {fault}; known faults: {', '.join(FAULTS)}")
    state.faults.extend(faults)
    return {}


def clear_faults(_: Any) -> dict[str, Any]:
    state.faults.clear()
    return {}


def change_settings(changes: dict[str, Any]) -> dict[str, Any]:
    unset = changes.get("unset_answer", UNSET_ANSWERS[0])
    unknown = changes.keys() - vars(state.settings).keys()
    if unknown or unset not in UNSET_ANSWERS:
        raise ValueError(f"unknown settings {changes}")
    for name, value in changes.items():
        setattr(state.settings, name, value)
    return vars(state.settings)


def clear_calls(_: Any) -> dict[str, Any]:
    state.calls.clear()
    return {}


endpoints: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("POST", "reset"): reset,
    ("POST", "faults"): order_faults,
    ("DELETE", "faults"): clear_faults,
    ("POST", "seed"): plant,
    ("POST", "settings"): change_settings,
    ("POST", "config-rules"): invoke_rule,
    ("GET", "config-results"): reported_results,
    ("GET", "calls"): lambda _: state.calls,
    ("DELETE", "calls"): clear_calls,
    ("GET", "violations"): lambda _: state.violations,
}
