"""``unrealugc render``: the pipeline alone, without server or database."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast, get_args

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from unrealugc.catalog.captions import (
    NO_CAPTIONS,
    caption_choices,
    caption_styles,
    default_captions,
)
from unrealugc.catalog.creators import StockCreator, find_creator, stock_creators
from unrealugc.catalog.voices import stock_voices
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.engines import engines_for
from unrealugc.pipeline.failures import as_provider_error, exit_code
from unrealugc.pipeline.job import AspectRatio, RenderJob, RenderResult, Stage
from unrealugc.pipeline.job import Progress as RenderProgress
from unrealugc.pipeline.runner import render
from unrealugc.providers.base import VoiceSpec

LONGEST_SCRIPT = 2400
NATURAL_RATE = 15
FASTEST_RATE = 20
_STAGE_NAMES = {
    Stage.SCRIPT: "Reading the script",
    Stage.VOICE: "Speaking",
    Stage.PERFORMANCE: "Rehearsing",
    Stage.CAPTIONS: "Captioning",
    Stage.COMPOSE: "Filming",
    Stage.PUBLISH: "Finishing",
}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("render")(render_command)


def render_command(
    script: str = typer.Option(..., help="What the creator says."),
    out: Path = typer.Option(
        ..., help="The MP4 file to write; poster and subtitles lie beside it."
    ),
    creator: str = typer.Option("", help="Slug or name of a stock creator."),
    voice: str = typer.Option("", help="Voice id; the creator's own without it."),
    aspect: str = typer.Option("9:16", help="9:16, 16:9 or 1:1."),
    captions: str = typer.Option("", help="Caption style, or none."),
    duration: int = typer.Option(0, help="Seconds; what the script needs without it."),
    product_name: str = typer.Option("", help="Shown while the product is spoken of."),
    product_image: Path | None = typer.Option(None, help="Picture of the product."),
    seed: int | None = typer.Option(None, help="Vary the performance; same seed, same video."),
) -> None:
    """Render one video with the built-in engine."""
    console = Console(stderr=True)
    _check_out(out)
    person = _creator(creator)
    job = RenderJob(
        script=_script(script),
        rig=person.rig,
        voice=_voice(voice or person.voice),
        audio="voice" if voice else "native",
        aspect_ratio=_aspect(aspect),
        duration_seconds=_duration(script, duration),
        captions=_captions(captions),
        product_name=product_name or None,
        product_image=_existing(product_image, "--product-image"),
        seed=seed,
    )
    with tempfile.TemporaryDirectory(prefix="unrealugc-") as work:
        try:
            result = _render_with_bars(job, Path(work), console)
            _deliver(result, out)
        except Exception as error:
            known = as_provider_error(error)
            console.print(f"[red]Error:[/red] {known.message}", highlight=False)
            if known.detail:
                console.print(known.detail, style="dim", highlight=False, markup=False)
            raise typer.Exit(exit_code(known)) from error
    _tell(result, out, console)


def _check_out(out: Path) -> None:
    if out.suffix.lower() != ".mp4":
        raise typer.BadParameter("the file's name must end in .mp4", param_hint="--out")
    if not out.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {out.parent}", param_hint="--out")
    if out.is_dir() or not os.access(out.parent, os.W_OK):
        raise typer.BadParameter("this place cannot be written to", param_hint="--out")


def _script(script: str) -> str:
    if not script.strip():
        raise typer.BadParameter("the script is empty", param_hint="--script")
    if len(script) > LONGEST_SCRIPT:
        raise typer.BadParameter(
            f"{len(script)} characters are more than {LONGEST_SCRIPT}", param_hint="--script"
        )
    return script


def _duration(script: str, wished: int) -> int:
    if wished == 0:
        return max(3, math.ceil(len(script.strip()) / NATURAL_RATE))
    least = math.ceil(len(script.strip()) / FASTEST_RATE)
    if wished < max(1, least):
        raise typer.BadParameter(
            f"this script takes at least {least} seconds to say", param_hint="--duration"
        )
    if wished > 180:
        raise typer.BadParameter("a video is at most 180 seconds long", param_hint="--duration")
    return wished


def _creator(wished: str) -> StockCreator:
    creators = stock_creators()
    if not wished:
        return next(iter(creators.values()))
    found = find_creator(wished)
    named = [person for person in creators.values() if person.name.lower() == wished.lower()]
    if found is None and not named:
        known = ", ".join(sorted(creators))
        raise typer.BadParameter(
            f"there is no creator {wished!r}; there are: {known}", param_hint="--creator"
        )
    return found or named[0]


def _voice(wished: str) -> VoiceSpec:
    voice = stock_voices().get(wished)
    if voice is None:
        known = ", ".join(stock_voices())
        raise typer.BadParameter(
            f"there is no voice {wished!r}; there are: {known}", param_hint="--voice"
        )
    return VoiceSpec(voice.id, voice.language)


def _aspect(wished: str) -> AspectRatio:
    if wished not in get_args(AspectRatio):
        raise typer.BadParameter("choose 9:16, 16:9 or 1:1", param_hint="--aspect")
    return cast(AspectRatio, wished)


def _captions(wished: str) -> CaptionStyle | None:
    wished = wished or default_captions()
    if wished not in caption_choices():
        raise typer.BadParameter(
            f"choose one of {', '.join(caption_choices())}", param_hint="--captions"
        )
    return None if wished == NO_CAPTIONS else caption_styles()[wished]


def _existing(path: Path | None, option: str) -> Path | None:
    if path is not None and not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint=option)
    return path


def _render_with_bars(job: RenderJob, work: Path, console: Console) -> RenderResult:
    columns = (TextColumn("{task.description:<20}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks = {
            stage: bars.add_task(name, total=1.0, start=False)
            for stage, name in _STAGE_NAMES.items()
        }

        def show(progress: RenderProgress) -> None:
            _advance(bars, tasks[progress.stage], progress.stage_fraction)

        return render(job, work, show, lambda: False, engines=engines_for(job))


def _advance(bars: Progress, task: TaskID, fraction: float) -> None:
    bars.start_task(task)
    bars.update(task, completed=fraction)
    if fraction >= 1.0:
        bars.stop_task(task)


def _deliver(result: RenderResult, out: Path) -> None:
    """Put the files in place, the video last, so that it is never there without the others."""
    beside = [
        (result.poster, out.with_suffix(".jpg")),
        (result.subtitles_srt, out.with_suffix(".srt")),
        (result.subtitles_vtt, out.with_suffix(".vtt")),
        (result.video, out),
    ]
    with _unless_done(temporary_of(target) for _, target in beside):
        for source, target in beside:
            shutil.copyfile(source, temporary_of(target))
        for _, target in beside:
            os.replace(temporary_of(target), target)


def temporary_of(target: Path) -> Path:
    """Where a file waits, on the same disk, until it is whole."""
    return target.with_name(f".{target.name}.{os.getpid()}.part")


@contextmanager
def _unless_done(paths: Iterator[Path]) -> Iterator[None]:
    listed = list(paths)
    try:
        yield
    finally:
        for path in listed:
            path.unlink(missing_ok=True)


def _tell(result: RenderResult, out: Path, console: Console) -> None:
    console.print(
        f"[green]Done:[/green] {out} ({result.width}×{result.height}, "
        f"{result.duration_seconds:g} s, {result.size_bytes / 1e6:.1f} MB), "
        f"poster {out.with_suffix('.jpg').name}, subtitles .srt and .vtt",
        highlight=False,
    )
