"""Runs the handler of an aws:executeScript step: reads {script, handler, events} from standard input, writes what the handler returns to file descriptor 3.

What the script prints goes to standard output, as it goes to a log in AWS. The handler's context is empty: AWS documents nothing in it.
"""

import json
import os
import socket
import sys

resolve = socket.getaddrinfo


def resolve_localhost(host, *arguments, **options):
    """S3 Control puts the account id into the host name. RFC 6761 says such names are the loopback address."""
    return resolve("127.0.0.1" if isinstance(host, str) and host.endswith(".localhost") else host, *arguments, **options)


socket.getaddrinfo = resolve_localhost
step = json.load(sys.stdin)
names = {"__name__": "script"}
exec(compile(step["script"], "script", "exec"), names)
returned = names[step["handler"]](step["events"], {})
with os.fdopen(3, "w", encoding="utf-8") as result:
    json.dump(returned, result, allow_nan=False)
