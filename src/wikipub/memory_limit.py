"""How a process keeps itself from taking too much memory; the workers that engines/ starts call it first."""

from __future__ import annotations


def limit_memory(limit: int) -> None:
    """Let the system refuse this process more than `limit` bytes of address space, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (OSError, ValueError):  # macOS does not limit address space
        return
