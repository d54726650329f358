"""Jobs on a cluster: Dask's distributed scheduler as an executor, behind the extra `wikipub[cluster]`.

Dask moves jobs between machines and gives those of a machine that is lost to another. What a job does runs, there too,
in worker processes of wikipub's own (pool.py), so that an article that hangs or breaks its process costs itself only.
A job names files: all machines have to see sources and outputs under the same paths.
"""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, ParamSpec, TypeVar

from wikipub.batch.pool import WorkerPool
from wikipub.batch.recipe import program
from wikipub.errors import ClusterError, MissingToolError

_P = ParamSpec("_P")
_T = TypeVar("_T")

_ADDRESS = re.compile(r"(?P<how>tcp|tls)://\[?(?P<host>[^/\[\]]+)\]?:(?P<port>[0-9]{1,5})")

PATIENCE = 10.0
"""Seconds that a scheduler and its workers have to answer in."""


@contextmanager
def cluster(address: str, timeout: float | None) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster whose scheduler is at `address`, and how many jobs it can work on at a time.

    A job may take `timeout` seconds. Raises ClusterError where nobody answers, or the workers have not this wikipub;
    MissingToolError where Dask is not installed.
    """
    try:
        import distributed
    except ImportError as error:
        raise MissingToolError(
            "Dask is not there; install it with: python -m pip install 'wikipub[cluster]'"
        ) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what concerns the user is told as an error
    try:
        _knock(address)
        connect: Any = distributed.Client
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{address}: no scheduler of Dask answers there ({error}); start one with: dask scheduler"
        ) from error
    executor = _Jobs(client, timeout)
    try:
        yield executor, _seats(client, address, executor)
    finally:
        executor.shutdown(wait=False)  # what runs may go on; nobody waits for it
        client.close(timeout=PATIENCE)


def _knock(address: str) -> None:
    """Wait for the first byte that a scheduler says; Dask itself may wait for ever. Raises OSError or ValueError."""
    parts = _ADDRESS.fullmatch(address)
    if not parts:
        raise ValueError("an address is like tcp://10.0.0.1:8786")
    with socket.create_connection((parts["host"], int(parts["port"])), PATIENCE) as connection:
        if parts["how"] == "tcp" and not connection.recv(1):  # with TLS the client speaks first
            raise ConnectionError("it closes the connection")


def _seats(client: Any, address: str, executor: _Jobs) -> int:
    """How many jobs the workers can do at a time; raises ClusterError where there are none, or not this wikipub."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ClusterError(f"{address}: the cluster has no workers; start some with: dask worker {address}") from error
    answers = client.run(_made_ready, *executor.where, on_error="return")
    here = program()
    other = [worker for worker, answer in answers.items() if answer != here]
    if other:
        raise ClusterError(
            f"{address}: the worker {other[0]} has no wikipub, or another one than this; install the same everywhere"
        )
    return sum(map(int, client.nthreads().values()))


class _Jobs(Executor):
    """An executor whose calls are done in worker processes on the machines of a cluster."""

    def __init__(self, client: Any, timeout: float | None) -> None:
        self._executor = client.get_executor(pure=False)
        self.where = timeout, os.getcwd()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Queue the call of `fn`, which may take no keywords."""
        call = partial(_on_this_machine, *self.where, fn)
        future: Future[_T] = self._executor.submit(call, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls."""
        self._executor.shutdown(wait=wait and not cancel_futures)


def _made_ready(timeout: float | None, folder: str, dask_worker: Any = None) -> str:
    """The digest of the wikipub on this machine, whose processes start meanwhile."""
    seats = dask_worker.state.nthreads
    pool = _pool(timeout, folder, seats)
    for _ in range(seats):
        pool.submit(abs, 0)
    return program()


def _on_this_machine(timeout: float | None, folder: str, function: Callable[..., _T], *arguments: Any) -> _T:
    """The call, done by a worker process of the machine that this runs on."""
    from distributed import get_worker

    if not os.path.isdir(folder):
        raise ClusterError(
            f"{folder}: {socket.gethostname()} does not see this folder; sources and outputs have to be on storage "
            "that all workers see under the same path"
        )
    return _pool(timeout, folder, get_worker().state.nthreads).submit(function, *arguments).result()


@lru_cache(maxsize=4)
def _pool(timeout: float | None, folder: str, seats: int) -> WorkerPool:
    return WorkerPool(seats, timeout, folder)
