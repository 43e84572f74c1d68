"""AWS KMS: whether a service may use a key, by the key policy alone."""

from typing import Any

from moto.kms.models import kms_backends

from server.call import Call
from server.policies import allows_service


def key_named(name: str, call: Call) -> Any:
    """A key by its id, ARN or alias; none where there is no such key in the Region."""
    region, account = (name.split(":") + [""] * 5)[3:5] if name.startswith("arn:") else (call.region, call.account)
    if region != call.region:
        return None
    bare = name.rpartition(":")[2]
    backend = kms_backends[account][region]
    return backend.keys.get(backend.get_key_id_from_alias(bare) if bare.startswith("alias/") else bare.removeprefix("key/"))


def is_usable_by(name: str, call: Call, service: str, actions: tuple[str, ...]) -> bool:
    """In a key policy the resource is the key itself, whatever it is called there."""
    key = key_named(name, call)
    return is_enabled(key) and all(allows_service(key.policy, service, action, None) for action in actions)


def is_enabled(key: Any) -> bool:
    return key is not None and key.key_state == "Enabled" and key.enabled


def logs_service(region: str) -> str:
    return f"logs.{region}.amazonaws.com{'.cn' if region.startswith('cn-') else ''}"
