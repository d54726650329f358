"""The program of a worker process: started by pool.py, does one call after the other until its parent is gone.

Both directions are pickles, one after the other. Standard input: a function, named by its module, and its arguments.
Standard output: first a greeting, once all that every article needs is imported; then, for each call, whether it
returned or raised, and what. The pickles come from the parent alone, as its own do to it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, BinaryIO


def main() -> None:
    """Answer calls until standard input ends."""
    answers = _own_output()
    from wikipub.batch import article  # noqa: F401  (imported before the first call, whose time is measured)
    from wikipub.engines import kept_engines

    calls: SimpleQueue[Any] = SimpleQueue()
    working = threading.Event()
    threading.Thread(target=_listen, args=(calls, working), daemon=True).start()
    _say(answers, "ready")
    with kept_engines():
        while call := calls.get():
            function, arguments = call
            try:
                answer = True, function(*arguments)
            except Exception as error:
                answer = False, error
            working.clear()
            _say(answers, answer)
    os._exit(0)  # to take everything down in order would take a quarter of a second


def _own_output() -> BinaryIO:
    """The standard output for the answers alone; what anything else prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _say(answers: BinaryIO, answer: object) -> None:
    try:
        message = pickle.dumps(answer)
    except Exception as error:
        message = pickle.dumps((False, TypeError(f"the answer cannot be handed on: {error!r}")))
    answers.write(message)
    answers.flush()


def _listen(calls: SimpleQueue[Any], working: threading.Event) -> None:
    """Hand on each call; when the parent wants no more, or is gone, end: amid a call at once, with all that it runs."""
    with suppress(Exception):  # there is nobody to be told
        while True:
            call = pickle.load(sys.stdin.buffer)
            working.set()
            calls.put(call)
    if not working.is_set():
        calls.put(None)
    elif sys.platform != "win32" and os.getpgid(0) == os.getpid():  # pool.py makes it the leader of a group
        os.killpg(0, signal.SIGKILL)
    else:
        os._exit(1)


if __name__ == "__main__":
    main()
