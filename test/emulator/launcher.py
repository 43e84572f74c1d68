"""Serves moto with what it lacks and what it gets wrong, for tests only."""

import argparse
import json
import logging
import os
import sys
import threading

# The tests leave nothing behind in the source tree.
sys.dont_write_bytecode = True

from werkzeug.serving import make_server

from server.middleware import Emulator


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=0, help="0 takes a free port")
    arguments.add_argument("--seed", type=int, default=1, help="decides page sizes and empty pages")
    given = arguments.parse_args()

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", given.port, Emulator(given.seed), threaded=True)
    threading.Thread(target=exit_with_parent, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


def exit_with_parent() -> None:
    """The parent holds our standard input open for as long as it lives, so a crashed test run leaves no orphan."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
