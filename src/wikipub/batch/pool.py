"""Worker processes as an executor that outlives each of them.

`concurrent.futures.ProcessPoolExecutor` gives up all its work when one worker dies, and cannot stop a call. Here each
worker has a thread of its own that hands it one call at a time: a worker that dies, or takes too long, costs that call
and is replaced. A worker that loses its parent, however that ended, ends itself and the program that it runs.

The workers are programs of their own (worker.py), not children of `multiprocessing`: they import nothing of the
caller's, and may be started where that allows no children, as in a worker of Dask.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, ParamSpec, TypeAlias, TypeVar

from wikipub.coprocess import Coprocess

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Call: TypeAlias = tuple["Future[Any]", Callable[..., Any], tuple[Any, ...]]

_PACKAGES = Path(__file__).parents[2]
"""The folder that this wikipub is imported from; the workers import it from there too."""


class WorkerPool(Executor):
    """At most `workers` calls at a time, each in a process of its own kind; one may take `timeout` seconds.

    The processes work in `folder`, or where this one does.

    A call's future has what it returned or raised, ProcessDied, or TookTooLong. Functions and arguments are pickled: a
    function has to be at the top level of a module of wikipub. None as `timeout` means no limit.
    """

    def __init__(self, workers: int, timeout: float | None = None, folder: str | None = None) -> None:
        self._timeout = timeout
        self._folder = folder
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]
        self._running: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = self._stopped = False
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Queue the call of `fn`, which may take no keywords."""
        if kwargs:
            raise TypeError("a call in a worker takes no keywords")
        future: Future[_T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._calls.put((future, fn, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; with `cancel_futures` also give up those that wait, and stop those that run."""
        with self._lock:
            self._closed = True
            if cancel_futures:
                self._stopped = True
                while not self._calls.empty():
                    if call := self._calls.get():
                        call[0].cancel()
                for worker in self._running:
                    worker.kill()
            for _ in self._threads:
                self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wait for all calls; where an error, such as an interrupt, leaves the block, stop them instead."""
        self.shutdown(cancel_futures=kind is not None)

    def _serve(self) -> None:
        """Hand one call after the other to a worker; the next one gets a new worker if this one is lost."""
        worker: _Worker | None = None
        while call := self._calls.get():
            future, function, arguments = call
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if worker is None:
                    worker = _Worker(self._folder, alone=len(self._threads) == 1)
                    self._enlist(worker)
                    worker.greet()
                returned, answer = worker.ask((function, arguments), self._timeout)
            except Exception as error:
                self._lose(worker)
                worker = None
                future.set_exception(error)
                continue
            if returned:
                future.set_result(answer)
            else:
                future.set_exception(answer)
        self._lose(worker)

    def _enlist(self, worker: _Worker) -> None:
        with self._lock:
            self._running.add(worker)
            if self._stopped:
                worker.kill()

    def _lose(self, worker: _Worker | None) -> None:
        if worker:
            with self._lock:
                self._running.discard(worker)
            worker.end()


class _Worker:
    """A process that runs worker.py."""

    def __init__(self, folder: str | None, *, alone: bool) -> None:
        paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
        # -P, as the folder that one stands in may hold modules of any name
        command = [sys.executable, "-P", "-m", "wikipub.batch.worker"]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
        if not alone:  # each typst would take all processors
            environment.setdefault("RAYON_NUM_THREADS", "1")
        # apart, as Ctrl-C is for the parent, which then stops the workers and what they run
        self._process = Coprocess(command, folder, environment, apart=True)
        self.kill, self.end = self._process.kill, self._process.end

    def greet(self) -> None:
        """Wait until the worker can work; raises ProcessDied."""
        self._process.ask(b"", _unpickled, None)

    def ask(self, call: tuple[Callable[..., Any], tuple[Any, ...]], timeout: float | None) -> tuple[bool, Any]:
        """Whether the call returned or raised, and what; raises ProcessDied, or TookTooLong after `timeout` seconds."""
        answer: tuple[bool, Any] = self._process.ask(pickle.dumps(call), _unpickled, timeout)
        return answer


def _unpickled(answers: IO[bytes]) -> Any:
    """The next of the worker's answers; raises EOFError where it is not whole."""
    try:
        return pickle.load(answers)
    except pickle.UnpicklingError as error:
        raise EOFError from error
