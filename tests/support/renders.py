"""Telling the processes that make videos from all others."""

from __future__ import annotations

from collections.abc import Iterable

import psutil

SERVER = "unrealugc.core.forkserver"


def command_of(process: psutil.Process) -> list[str]:
    """Its command line, empty where it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def fork_servers(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Those that renders are forked from."""
    found = {p.pid: p for p in processes if SERVER in command_of(p)}
    # A fork has the command line of its server.
    return [p for p in found.values() if _parent(p) not in found]


def renders(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Those that draw frames, forked or started as programs."""
    listed = list(processes)
    servers = {p.pid for p in fork_servers(listed)}
    return [
        p for p in listed if _parent(p) in servers or "unrealugc.pipeline.child" in command_of(p)
    ]


def _parent(process: psutil.Process) -> int:
    try:
        # What has ended is nobody's any more, also while it waits for being noticed.
        return 0 if process.status() == psutil.STATUS_ZOMBIE else process.ppid()
    except psutil.Error:
        return 0
