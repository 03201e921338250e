"""``unrealugc render``: the pipeline alone, without server or database."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from unrealugc.cli.choices import (
    check_out,
    checked_picture,
    checked_product_name,
    checked_script,
    checked_text,
    chosen_aspect,
    chosen_captions,
    chosen_creator,
    chosen_duration,
    chosen_music,
    chosen_shots,
    chosen_voice,
)
from unrealugc.pipeline.beds import BEDS
from unrealugc.pipeline.engines import engines_for
from unrealugc.pipeline.failures import as_provider_error, exit_code
from unrealugc.pipeline.job import LONGEST_CALL, LONGEST_HOOK, RenderJob, RenderResult, Stage
from unrealugc.pipeline.job import Progress as RenderProgress
from unrealugc.pipeline.magic import HEAD_BYTES, sniff
from unrealugc.pipeline.photos import decode_photo
from unrealugc.pipeline.runner import render

# Imported when there is a photo: it needs all of SciPy, which costs as much as a second of video.
_PORTRAITS = "unrealugc.providers.studio.portrait.builder"

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
    voice: str = typer.Option("", help="Voice id; without it one that fits creator and language."),
    aspect: str = typer.Option("9:16", help="9:16, 16:9 or 1:1."),
    captions: str = typer.Option("", help="Caption style, or none."),
    duration: int = typer.Option(0, help="Seconds; what the script needs without it."),
    product_name: str = typer.Option("", help="Shown while the product is spoken of."),
    product_image: Path | None = typer.Option(None, help="Picture of the product."),
    product_shots: str = typer.Option("both", help="pip, cutaway, both or none."),
    hook: str = typer.Option("", help="A line of text over the first two seconds."),
    end_card: bool = typer.Option(False, help="Close with the product's name and picture."),
    call_to_action: str = typer.Option("", help="What the end card asks for: Shop now."),
    music: str = typer.Option("none", help=f"A music bed: {', '.join(BEDS)}; or none."),
    photo: Path | None = typer.Option(None, help="A portrait that speaks in a creator's place."),
    seed: int | None = typer.Option(None, help="Vary the performance; same seed, same video."),
) -> None:
    """Render one video with the built-in engine."""
    console = Console(stderr=True)
    check_out(out)
    person = chosen_creator(creator)
    draft = RenderJob(
        script=checked_script(script),
        rig=person.rig,
        voice=chosen_voice(voice, person, script),
        audio="voice" if voice else "native",
        aspect_ratio=chosen_aspect(aspect),
        duration_seconds=chosen_duration(script, duration),
        captions=chosen_captions(captions),
        product_name=checked_product_name(product_name),
        product_image=checked_picture(product_image, "--product-image"),
        product_shots=chosen_shots(product_shots),
        hook=checked_text(hook, LONGEST_HOOK, "--hook"),
        end_card=end_card or bool(call_to_action.strip()),
        call_to_action=checked_text(call_to_action, LONGEST_CALL, "--call-to-action"),
        music=chosen_music(music),
        seed=seed,
    )
    face = checked_picture(photo, "--photo")
    with tempfile.TemporaryDirectory(prefix="unrealugc-") as work, _told(console):
        job = draft if face is None else _with_photo(draft, face, Path(work) / "photo")
        result = _render_with_bars(job, Path(work), console)
        _deliver(result, out)
    _tell(result, out, console)


@contextmanager
def _told(console: Console) -> Iterator[None]:
    """Tell what went wrong inside in a sentence, and end with its exit code."""
    try:
        yield
    except Exception as error:
        known = as_provider_error(error)
        console.print(f"[red]Error:[/red] {escape(known.message)}", highlight=False)
        if known.detail:
            console.print(known.detail, style="dim", highlight=False, markup=False)
        raise typer.Exit(exit_code(known)) from error


def _with_photo(job: RenderJob, photo: Path, folder: Path) -> RenderJob:
    data = photo.read_bytes()
    pixels = decode_photo(data, sniff(data[:HEAD_BYTES]) or "")
    import_module(_PORTRAITS).build_portrait_rig(pixels, folder, slug="photo")
    return job.model_copy(update={"rig": folder})


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
