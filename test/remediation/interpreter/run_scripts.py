"""Runs the handlers of aws:executeScript steps, each in a fork of this process, which has the SDK loaded.

A line of standard input asks for one: {id, script, handler, events, environment, seconds}. A line of standard output tells how it ended:
{id, exitCode, hasTimedOut, payload, log}; the log is its standard error. Whatever still runs at the end of standard input is killed.

What a script prints is lost, as it goes to a log in AWS. The handler's context is empty: AWS documents nothing in it.
"""

import json
import os
import re
import select
import signal
import socket
import sys
import tempfile
import time
import traceback
import urllib.request
from dataclasses import dataclass, field
from typing import IO

# A script sees no proxy but those of its environment. macOS may crash a fork that asks it for others.
urllib.request.getproxies = urllib.request.getproxies_environment
urllib.request.proxy_bypass = urllib.request.proxy_bypass_environment

import boto3.s3.inject
import botocore.session

# Forks share no session and no connection, but what the SDK reads from its own files.
sdk_files = botocore.session.create_loader(None)
botocore.session.create_loader = lambda _paths: sdk_files

resolve = socket.getaddrinfo


def resolve_localhost(host, *arguments, **options):
    """S3 Control puts the account id into the host name. RFC 6761 says such names are the loopback address."""
    return resolve("127.0.0.1" if isinstance(host, str) and host.endswith(".localhost") else host, *arguments, **options)


socket.getaddrinfo = resolve_localhost


@dataclass
class Fork:
    step: dict
    deadline: float
    has_timed_out: bool = False
    result: IO = field(default_factory=lambda: tempfile.TemporaryFile(buffering=0))
    log: IO = field(default_factory=lambda: tempfile.TemporaryFile(buffering=0))


def serve():
    """Forks for every step that is read, and returns in the fork alone. Leaves by an error once nobody asks any more."""
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    forks, unfinished = {}, b""
    while True:
        deadline = min((fork.deadline for fork in forks.values() if not fork.has_timed_out), default=None)
        readable, _, _ = select.select([0, woken], [], [], deadline and max(0, deadline - time.monotonic()))
        if woken in readable:
            woken.recv(4096)
        if 0 in readable:
            *lines, unfinished = (unfinished + read()).split(b"\n")
            for step in map(json.loads, lines):
                load_models(step["script"])
                fork = Fork(step, time.monotonic() + step["seconds"])
                if (process := os.fork()) == 0:
                    return fork
                forks[process] = fork
        for process, fork in forks.items():
            if not fork.has_timed_out and fork.deadline <= time.monotonic():
                fork.has_timed_out = True
                os.kill(process, signal.SIGKILL)
        while forks and (ended := os.waitpid(-1, os.WNOHANG))[0]:
            tell(forks.pop(ended[0]), os.waitstatus_to_exitcode(ended[1]))


def read():
    if not (received := os.read(0, 1 << 16)):
        raise EOFError
    return received


def load_models(script):
    """Reads once, before the fork, what the SDK needs for the services that a script names."""
    for service in re.findall(r"""\b(?:client|resource)\(\s*["']([\w-]+)["']""", script):
        for model in ("service-2", "endpoint-rule-set-1"):
            if service in sdk_files.list_available_services(model):
                sdk_files.load_service_model(service, model, api_version=None)


def tell(fork, exit_code):
    with fork.result, fork.log:
        payload, log = (text_of(file) for file in (fork.result, fork.log))
    ending = {"id": fork.step["id"], "exitCode": exit_code, "hasTimedOut": fork.has_timed_out, "payload": payload, "log": log}
    print(json.dumps(ending), flush=True)


def text_of(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def run(step, result, log):
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with open(os.devnull, "r+b") as nothing:
        for source, target in ((nothing, 0), (nothing, 1), (log, 2)):
            os.dup2(source.fileno(), target)
    os.environ.clear()
    os.environ.update(step["environment"])
    names = {"__name__": "script"}
    exec(compile(step["script"], "script", "exec"), names)
    returned = names[step["handler"]](step["events"], {})
    result.write(json.dumps(returned, allow_nan=False).encode())


for name in ("endpoints", "partitions", "_retry", "sdk-default-configuration"):
    sdk_files.load_data(name)
os.setpgrp()
try:
    fork = serve()
except (EOFError, ConnectionError):
    os.killpg(0, signal.SIGKILL)
try:
    run(fork.step, fork.result, fork.log)
except BaseException:
    traceback.print_exc()
    os._exit(1)
# An orderly end would take the modules apart, which takes longer than most scripts.
os._exit(0)
