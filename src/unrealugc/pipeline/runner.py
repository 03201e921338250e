"""Runs one job through all stages, from a script to a finished file.

Every stage leaves its result in the work folder; after a crash, ``render`` called again with
the same job and folder goes on behind the last result that is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from unrealugc.core.allocation import give_back_large_blocks
from unrealugc.pipeline.audio import finish_sound
from unrealugc.pipeline.captions.subtitles import to_srt, to_vtt
from unrealugc.pipeline.checkpoint import Workspace, file_digest
from unrealugc.pipeline.compose import Overlay, compose_take
from unrealugc.pipeline.composition.overlays import Composition, Person, make_overlays
from unrealugc.pipeline.encode import join
from unrealugc.pipeline.engines import Engines
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.images import decode_image
from unrealugc.pipeline.job import Progress, RenderJob, RenderResult, Stage
from unrealugc.pipeline.probe import check, probe
from unrealugc.pipeline.script import split_script
from unrealugc.pipeline.voice import (
    VoiceTrack,
    arrange,
    natural_lengths,
    pack_track,
    room_for_end_card,
    speak,
    unpack_track,
)
from unrealugc.providers.base import FrameSource, Take
from unrealugc.providers.errors import CancelledError, InvalidInputError

# Every other take is shown a little closer, as an editor hides the seam between two takes.
PUNCH_IN = 1.06
POSTER = "poster.jpg"
_VOICE = "voice.npz"


@dataclass(frozen=True, slots=True)
class _Render:
    job: RenderJob
    engines: Engines
    workspace: Workspace
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]

    def report(self, stage: Stage, fraction: float) -> None:
        if self.cancelled():
            raise CancelledError
        self.progress(Progress.at(stage, fraction))


def render(
    job: RenderJob,
    work: Path,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    *,
    engines: Engines,
) -> RenderResult:
    """Make the job's video in a folder inside ``work``.

    ``progress`` is called often, from this thread; ``cancelled`` is asked often and makes it
    raise CancelledError within about a second. Raises ``providers.errors.ProviderError``,
    which says whether trying again can help.
    """
    give_back_large_blocks()
    run = _Render(job, engines, Workspace(work, job.fingerprint()), progress, cancelled)
    texts = _plan(run)
    track = _voice(run, texts)
    sources = _perform(run, track)
    overlays = _captions(run, track, sources)
    takes = track.takes
    del track  # Its sound is large, and not heard of until the frames are drawn.
    segments = _compose(run, takes, sources, overlays)
    del sources, overlays
    return _publish(run, segments)


def _plan(run: _Render) -> tuple[str, ...]:
    run.report(Stage.SCRIPT, 0.0)
    texts = split_script(run.job.script)
    if not texts:
        raise InvalidInputError("The script is empty.")
    if run.job.product_image is not None:
        decode_image(run.job.product_image.read_bytes())
    run.report(Stage.SCRIPT, 1.0)
    return texts


def _voice(run: _Render, texts: tuple[str, ...]) -> VoiceTrack:
    job, workspace = run.job, run.workspace
    run.report(Stage.VOICE, 0.0)
    if not workspace.is_done("voice"):
        seconds = float(job.duration_seconds)
        natural = natural_lengths(run.engines.synth, job.voice, texts)
        if job.end_card:
            seconds -= room_for_end_card(texts, natural, seconds, job.pace)
        spoken = speak(
            run.engines.synth,
            job.voice,
            texts,
            seconds,
            natural=natural,
            pace=job.pace,
            workspace=workspace,
            progress=lambda done: run.report(Stage.VOICE, 0.95 * done),
        )
        run.engines.synth.rest()
        track = arrange(
            texts,
            spoken,
            job.duration_seconds,
            longest=job.clip_seconds,
            fps=job.fps,
            spoken_in=seconds,
        )
        workspace.write("voice", _VOICE, pack_track(track))
    run.report(Stage.VOICE, 1.0)
    return _read_track(run)


def _read_track(run: _Render) -> VoiceTrack:
    return unpack_track(run.workspace.path(_VOICE).read_bytes())


def _perform(run: _Render, track: VoiceTrack) -> list[FrameSource]:
    job = run.job
    run.report(Stage.PERFORMANCE, 0.0)
    sources = []
    for take in track.takes:
        zoom = job.zoom * (PUNCH_IN if take.index % 2 else 1.0)
        framing = framing_for(job.aspect_ratio, fps=job.fps, zoom=zoom)
        speech = track.for_take(take)
        seed = job.stable_seed() + take.index
        sources.append(run.engines.performer.perform(take, speech, framing, seed))
        run.report(Stage.PERFORMANCE, len(sources) / len(track.takes))
    run.engines.performer.rest()
    return sources


def _captions(run: _Render, track: VoiceTrack, sources: list[FrameSource]) -> list[Overlay]:
    job, workspace, words = run.job, run.workspace, track.speech.words
    run.report(Stage.CAPTIONS, 0.0)
    seconds = float(job.duration_seconds)
    framing = framing_for(job.aspect_ratio, fps=job.fps, zoom=job.zoom)
    wanted = Composition(
        captions=job.captions,
        hook=job.hook,
        product_name=job.product_name,
        product_image=job.product_image,
        product_shots=job.product_shots,
        end_card=job.end_card,
        call_to_action=job.call_to_action,
    )
    overlays = make_overlays(wanted, words, seconds, framing, Person.of(sources))
    workspace.write("srt", "video.srt", to_srt(words, seconds).encode())
    workspace.write("vtt", "video.vtt", to_vtt(words, seconds).encode())
    run.report(Stage.CAPTIONS, 1.0)
    return overlays


def _compose(
    run: _Render, takes: Sequence[Take], sources: list[FrameSource], overlays: list[Overlay]
) -> list[Path]:
    fps, workspace = run.job.fps, run.workspace
    total = sum(source.frame_count for source in sources)
    segments = []
    run.report(Stage.COMPOSE, 0.0)
    for take, source in zip(takes, sources, strict=True):
        name = f"take-{take.index:03d}"
        first = round(take.start * fps)
        still = [POSTER] if take.index == 0 else []
        make = partial(
            compose_take,
            source,
            first,
            overlays,
            poster=workspace.path(POSTER) if still else None,
            progress=partial(_report_frames, run, first, total),
            cancelled=run.cancelled,
        )
        segments.append(workspace.produce(name, f"{name}.mp4", make, beside=still))
        _report_frames(run, first, total, source.frame_count)
    return segments


def _report_frames(run: _Render, before: int, total: int, done: int) -> None:
    run.report(Stage.COMPOSE, (before + done) / total)


def _publish(run: _Render, segments: list[Path]) -> RenderResult:
    job, workspace = run.job, run.workspace
    run.report(Stage.PUBLISH, 0.0)
    sound = finish_sound(_read_track(run).speech, job.duration_seconds, job.music)
    video = workspace.produce(
        "video", "video.mp4", lambda path: join(segments, sound.samples, path, job.fps)
    )
    run.report(Stage.PUBLISH, 0.7)
    framing = framing_for(job.aspect_ratio)
    frame_count = job.duration_seconds * job.fps
    facts = probe(video)
    check(facts, size=(framing.width, framing.height), fps=job.fps, frame_count=frame_count)
    result = RenderResult(
        video=video,
        poster=workspace.path(POSTER),
        subtitles_srt=workspace.path("video.srt"),
        subtitles_vtt=workspace.path("video.vtt"),
        width=facts.width,
        height=facts.height,
        fps=job.fps,
        frame_count=facts.frame_count,
        duration_seconds=facts.duration,
        takes=len(segments),
        loudness_lufs=round(sound.loudness_lufs, 2),
        true_peak_dbtp=round(sound.true_peak_dbtp, 2),
        size_bytes=facts.size_bytes,
        video_sha256=file_digest(video),
    )
    run.report(Stage.PUBLISH, 1.0)
    return result
