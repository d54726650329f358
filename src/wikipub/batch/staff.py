"""Who works on jobs: a cluster, worker processes of this machine, or a thread; none before there is a job."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from wikipub.batch.plan import Work

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

TIMEOUT = 900.0
"""Seconds that an article among others may take, unless another limit is asked for."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Staff:
    """An executor that starts with its first job; `jobs` is how many it works on at a time.

    Where there are but a `few` inputs, a thread does what is done sooner than processes have started. Leaving the block
    waits for all jobs; where an error leaves it, such as an interrupt, they are given up.
    """

    def __init__(self, work: Work, *, few: bool) -> None:
        self.jobs = 1
        self._work = work
        self._few = few
        self._executor: Executor | None = None
        self._stack = ExitStack()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Queue the call of `fn`, which may take no keywords. Raises ClusterError where a cluster does not answer."""
        if self._executor is None:
            self._executor = self._engaged()
        return self._executor.submit(fn, *args, **kwargs)

    def _engaged(self) -> Executor:
        work = self._work
        timeout = TIMEOUT if work.timeout is None else work.timeout
        if work.cluster:
            from wikipub.batch.cluster import cluster  # most runs are on one machine

            executor, self.jobs = self._stack.enter_context(cluster(work.cluster, timeout))
            return executor
        if self._few and work.timeout is None:
            from concurrent.futures import ThreadPoolExecutor

            return self._stack.enter_context(ThreadPoolExecutor(1))
        from wikipub.batch.pool import WorkerPool

        self.jobs = work.jobs
        return self._stack.enter_context(WorkerPool(work.jobs, timeout))

    def __enter__(self) -> Staff:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wait for all jobs, or give them up."""
        self._stack.__exit__(kind, error, traceback)
