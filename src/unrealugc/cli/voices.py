"""``unrealugc voices``: the stock voices, and the model that they speak through."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from unrealugc.catalog.voices import stock_voices
from unrealugc.cli.installation import MISUSED, REFUSED, AsJson, fail
from unrealugc.cli.output import print_json, print_table
from unrealugc.core.download import DownloadFailed, copy, download
from unrealugc.providers.errors import ProviderError
from unrealugc.providers.studio.speech.model import VoiceModel
from unrealugc.providers.studio.speech.packs import (
    ManifestError,
    Pack,
    forget_pack,
    installed_pack,
    pack_folder,
    packs,
    record_pack,
)
from unrealugc.providers.studio.speech.weights import default_folder, model_files

commands = typer.Typer(
    help="List the stock voices; add or remove a larger voice model.", no_args_is_help=True
)

Manifest = Annotated[
    Path | None, typer.Option(help="A list of models of your own, in the form of packs.yaml.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(commands, name="voices")


class VoiceOut(BaseModel):
    """A stock voice, for programs."""

    id: str
    name: str
    gender: str | None
    language: str
    accent: str
    style: str


@commands.command("list")
def list_voices(as_json: AsJson = False) -> None:
    """List the stock voices, and say which model they speak through."""
    voices = [
        VoiceOut(**voice.model_dump(include=set(VoiceOut.model_fields)))
        for voice in stock_voices().values()
    ]
    if as_json:
        print_json(voices)
        return
    print_table(
        ["Id", "Name", "Gender", "Language", "Accent", "Style"],
        [[v.id, v.name, v.gender or "", v.language, v.accent, v.style] for v in voices],
        empty="There are no voices.",
    )
    typer.echo(f"They speak through {_model_in_use()}.")


def _model_in_use() -> str:
    pack = installed_pack(default_folder())
    return f"{pack.id} ({pack.model})" if pack else "the model that came with the package"


@commands.command()
def install(
    name: Annotated[str, typer.Argument(help="Which model; 'kokoro' is the full-precision one.")],
    source: Annotated[
        str | None,
        typer.Option("--from", help="A mirror's URL or a folder to take the file from."),
    ] = None,
    manifest: Manifest = None,
) -> None:
    """Fetch a voice model and let every stock voice speak through it.

    An interrupted download goes on where it stopped. What arrives is checked by its SHA-256.
    """
    pack = _pack(name, manifest)
    folder = default_folder()
    console = Console(stderr=True)
    with _alone(folder), _plain_errors():
        _bring(pack, source or pack.source, folder, console)
        previous = installed_pack(folder)
        record_pack(folder, pack)
        console.print("Loading it …")
        try:
            VoiceModel(model_files(folder))
        except Exception as error:
            # Whatever a strange file does to the runtime, the voices must go on speaking.
            forget_pack(folder)
            raise DownloadFailed(
                f"{pack.title} was fetched and cannot be loaded, so it was removed: {error}"
            ) from error
    if previous is not None and previous.model != pack_folder(folder) / pack.model.name:
        previous.model.unlink(missing_ok=True)
    typer.echo(f"{pack.title} ({pack.licence}) is installed; {len(stock_voices())} voices use it.")


@commands.command()
def remove() -> None:
    """Go back to the model that came with the package."""
    folder = default_folder()
    with _alone(folder):
        found = forget_pack(folder)
    typer.echo("Removed; voices speak through the package's model." if found else "None was there.")


def _pack(name: str, manifest: Path | None) -> Pack:
    try:
        listed = packs(manifest)
    except (ManifestError, OSError) as error:
        raise fail(f"The manifest cannot be used: {error}", MISUSED) from error
    if name not in listed:
        raise fail(f"There is no model {name!r}. There are: {', '.join(listed)}.", MISUSED)
    return listed[name]


def _bring(pack: Pack, source: str, folder: Path, console: Console) -> None:
    model = pack.model
    to = pack_folder(folder) / model.name
    known = installed_pack(folder)
    if known is not None and known.sha256 == model.sha256:
        console.print(f"{pack.title} is here already.")
        return
    with _progress(console, pack) as report:
        if "://" in source:
            url = f"{source.rstrip('/')}/{model.name}"
            download(url, to, size=model.bytes, sha256=model.sha256, report=report)
        else:
            file = Path(source) / model.name
            copy(file, to, size=model.bytes, sha256=model.sha256, report=report)


@contextmanager
def _progress(console: Console, pack: Pack) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as shown:
        task = shown.add_task(pack.model.name, total=pack.model.bytes)
        yield lambda there: shown.update(task, completed=there)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except (DownloadFailed, ProviderError, OSError) as error:
        raise fail(str(error), REFUSED) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise fail("Another 'unrealugc voices' is at work; wait for it.", REFUSED) from error
        yield
