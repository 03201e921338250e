"""``python -m tests.support.sample_parent spawning|forking`` runs the sample child's family."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from unrealugc.queue.child import ChildLimits, run_child
from unrealugc.queue.forking import ForkServer


async def _show(line: dict[str, Any]) -> None:
    sys.stdout.write(f"{list(line.values())[-1]}\n")
    sys.stdout.flush()


async def _run(forking: bool) -> None:
    async with ForkServer(["tests.support.preloaded"]) as server:
        await run_child(
            "tests.support.sample_child",
            ["family"],
            on_line=_show,
            limits=ChildLimits(time_s=60),
            fork_server=server if forking else None,
        )


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1] == "forking"))
