"""Whose request it is and for which Region: from the header tests use, else from the signature."""

import re

from moto.iam.models import iam_backends
from moto.utilities.utils import PARTITION_NAMES
from werkzeug.datastructures import Headers

DEFAULT_ACCOUNT = "111122223333"
ACCOUNT_IN_TEST_KEY = re.compile(r"^AKIATEST(\d{12})$")


def credential_scope(headers: Headers) -> tuple[str, str, str] | None:
    """Access key id, Region and signing name, where the request is signed."""
    found = re.search(r"Credential=([^/,\s]+)/\d+/([^/]+)/([^/]+)/aws4_request", headers.get("Authorization", ""))
    return (found[1], found[2], found[3]) if found else None


def account_of(headers: Headers, access_key: str) -> str:
    named = headers.get("x-moto-account-id")
    if named:
        return named
    test_key = ACCOUNT_IN_TEST_KEY.match(access_key)
    return test_key[1] if test_key else owner_of(access_key) or DEFAULT_ACCOUNT


def owner_of(access_key: str) -> str | None:
    for account, backends in list(iam_backends.items()):
        if any(access_key in backends[partition].access_keys for partition in PARTITION_NAMES if partition in backends):
            return str(account)
    return None
