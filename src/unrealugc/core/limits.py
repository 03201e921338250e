"""How much memory a process may take, on systems that can be told."""

from __future__ import annotations

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]


def limit_data(size: int) -> None:
    """Let this process and its children allocate no more than so many bytes.

    Not the address space: allocators and thread stacks reserve far more than they use. Does
    nothing where the system has no such limit.
    """
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def data_limit() -> int | None:
    """The bytes that this process may allocate, or ``None`` where nothing limits it."""
    if resource is None:
        return None
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return None if limit == resource.RLIM_INFINITY else limit
