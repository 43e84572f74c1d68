"""Which operations the emulator answers itself, which answers of moto it amends, and what it does before moto is asked."""

from collections.abc import Callable
from typing import Any

from server.call import Call, HttpAnswer

Result = dict[str, Any]
Operation = Callable[[Call], Result]
Amendment = Callable[[Call, Result], Result | HttpAnswer]
Preparation = Callable[[Call], Call]
added: dict[tuple[str, str], Operation] = {}
amended: dict[tuple[str, str], Amendment] = {}
preparations: dict[str, list[Preparation]] = {}
serial: set[tuple[str, str]] = set()


def adds(service: str, *operations: str) -> Callable[[Operation], Operation]:
    """Answers an operation without moto; request and result are held against botocore's model."""

    def register(answer: Operation) -> Operation:
        added.update({(service, operation): answer for operation in operations})
        return answer

    return register


def amends(service: str, *operations: str) -> Callable[[Amendment], Amendment]:
    """Changes what moto answered."""

    def register(amend: Amendment) -> Amendment:
        amended.update({(service, operation): amend for operation in operations})
        return amend

    return register


def prepares(service: str) -> Callable[[Preparation], Preparation]:
    """Sees every call of a service first: refuses it by raising AwsError, or hands on a changed one."""

    def register(prepare: Preparation) -> Preparation:
        preparations.setdefault(service, []).append(prepare)
        return prepare

    return register


def one_at_a_time(service: str, *operations: str) -> None:
    """Calls of these operations wait for one another, as what they read must be what they change."""
    serial.update((service, operation) for operation in operations)
