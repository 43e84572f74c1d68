"""One AWS request and one HTTP answer, as the rest of the emulator sees them."""

from dataclasses import dataclass, field, replace
from typing import Any

from moto.core.model import OperationModel, ServiceModel
from werkzeug.datastructures import Headers


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True)
class Call:
    service: ServiceModel
    operation: OperationModel
    protocol: str
    account: str
    region: str
    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    input: dict[str, Any] = field(default_factory=dict)
    # Why the body could not be parsed.
    unreadable: str | None = None

    @property
    def service_name(self) -> str:
        return str(self.service.service_name)

    @property
    def name(self) -> str:
        return str(self.operation.name)

    def changed(self, **changes: Any) -> "Call":
        return replace(self, **changes)


class AwsError(Exception):
    """An error the service itself would answer."""

    def __init__(self, code: str, message: str, status: int = 400, headers: dict[str, str] | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.headers = headers or {}


class RefusedByMoto(Exception):
    """Moto answered an error, which goes back to the caller as it is."""

    def __init__(self, answer: HttpAnswer):
        super().__init__(answer.status)
        self.answer = answer
