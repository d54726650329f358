"""A cluster of Dask on this machine, of two worker processes with a thread each, until standard input ends.

Prints the scheduler's address, then the numbers of the worker processes.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def main() -> None:
    """Run the cluster."""
    import distributed

    of_two: Any = distributed.LocalCluster
    with of_two(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        connect: Any = distributed.Client
        with connect(cluster) as client:
            print(*client.run(os.getpid).values(), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
