"""``unrealugc demo``: a stack of its own, the reference's example over HTTP, and the file."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from unrealugc.cli.installation import REFUSED, fail
from unrealugc.cli.options import plain_errors
from unrealugc.config import Settings
from unrealugc.core.logging import configure_logging
from unrealugc.stack.folder import hold
from unrealugc.stack.listen import listen
from unrealugc.stack.serve import Stack, StackError
from unrealugc.videos.examples import CREATE

LIMIT_S = 600.0
_TAIL_LINES = 25
_STAGES = {
    None: "Waiting for the worker",
    "script": "Reading the script",
    "voice": "Speaking",
    "performance": "Rehearsing",
    "captions": "Writing captions",
    "compose": "Rendering",
    "publish": "Storing",
}

_console = Console(highlight=False)


class DemoError(RuntimeError):
    """The demo did not get its video; the message says why."""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("demo")(demo_command)


def demo_command(
    out: Annotated[Path, typer.Option(help="Folder for demo.mp4 and demo.jpg.")] = Path(),
) -> None:
    """Make the API reference's example video on a stack that lasts as long as the demo."""
    if not out.is_dir():
        raise typer.BadParameter(f"there is no folder {out}", param_hint="--out")
    with TemporaryDirectory(prefix="unrealugc-demo-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "serve.log"
        try:
            with plain_errors():
                asyncio.run(_demo(Path(folder), log, out))
        except (KeyboardInterrupt, asyncio.CancelledError):
            _console.print("Stopped.")
            raise typer.Exit(130) from None
        except (DemoError, httpx.HTTPError, OSError) as error:
            _show_log(log)
            raise fail(f"The demo failed: {error}", REFUSED) from error
        except typer.Exit:
            _show_log(log)
            raise


async def _demo(folder: Path, log: Path, out: Path) -> None:
    main = asyncio.current_task()
    assert main is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, main.cancel)
    started = time.monotonic()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description:<24}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=_console,
    ) as bars:
        bar = bars.add_task("Starting the stack", total=None)
        async with _stack(folder, log) as client, asyncio.timeout(LIMIT_S):
            order = (await _checked(client.post("videos", json=CREATE))).json()
            video = order
            async for video in _follow(client, order["id"]):
                bars.update(
                    bar,
                    description=_STAGES.get(video["stage"], "Rendering"),
                    completed=video["progress"],
                    total=100,
                )
            if video["status"] != "COMPLETED":
                raise DemoError(video["error"] or "the video was not made")
            files = {"demo.mp4": video["outputUrl"], "demo.jpg": video["thumbnailUrl"]}
            for name, url in files.items():
                await _download(client, url, out / name)
            bars.update(bar, description="Stopping the stack")
    _console.print(f"[bold]{video['title']}[/bold], {video['durationSeconds']} s")
    for name in files:
        _console.print(f"  {(out / name).resolve()}", soft_wrap=True)
    _console.print(
        f"  {video['creditsFinal']} credits, {time.monotonic() - started:.0f} s in all, "
        "no key, no GPU"
    )


@asynccontextmanager
async def _stack(folder: Path, log: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A stack on the folder, and a client with its owner's key."""
    settings = Settings(data_dir=folder / "data", port=0, database_url=None, storage_url=None)
    configure_logging("ERROR", "text")
    with (
        log.open("ab") as output,
        hold(settings.data_dir, "the demo") as lock_fd,
        listen(settings.host, settings.port) as opened,
    ):
        stack = Stack(settings, opened, lock_fd, output.fileno())
        try:
            ready = await stack.start()
            if ready.owner is None:
                raise StackError("The new data folder already has an account.")
            async with httpx.AsyncClient(
                base_url=f"{ready.url}/api/v1/",
                headers={"Authorization": f"Bearer {ready.owner.api_key}"},
                timeout=60,
                trust_env=False,
            ) as client:
                yield client
        finally:
            await stack.stop()


async def _checked(answer: Any) -> httpx.Response:
    response: httpx.Response = await answer
    if response.is_error:
        raise DemoError(f"the API answered {response.status_code}: {response.text[:500]}")
    return response


async def _follow(client: httpx.AsyncClient, video_id: str) -> AsyncIterator[dict[str, Any]]:
    """The video at every change, until it has ended."""
    async with client.stream("GET", f"videos/{video_id}/events") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


async def _download(client: httpx.AsyncClient, url: str, target: Path) -> None:
    """Write the file beside its place and rename it, so that no half one is left."""
    partial = target.with_name(f".{target.name}.part")
    try:
        async with client.stream("GET", url) as answer:
            answer.raise_for_status()
            with partial.open("wb") as file:
                async for chunk in answer.aiter_bytes():
                    file.write(chunk)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _show_log(log: Path) -> None:
    if log.exists():
        lines = log.read_text(errors="replace").splitlines()[-_TAIL_LINES:]
        _console.print("\n".join(["The stack's log ends with:", *lines]), markup=False)
