"""Writes what ``bench/plain/video.py`` needs: pictures, sound, and what is seen when."""

from __future__ import annotations

import json
import wave
from itertools import groupby
from pathlib import Path

import numpy as np
from PIL import Image

from unrealugc.pipeline.audio import finish_sound
from unrealugc.pipeline.captions.phrases import group
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.job import RenderJob
from unrealugc.pipeline.voice import VoiceTrack
from unrealugc.providers.studio.lipsync import mouth_track
from unrealugc.providers.studio.rig import MOUTH_SPRITES, Rig, load_rig

_FONT = "src/unrealugc/pipeline/captions/fonts/Poppins-ExtraBold.ttf"
_ENCODER = {"preset": "veryfast", "crf": "21"}


def write_plan(job: RenderJob, track: VoiceTrack, folder: Path) -> None:
    """Lay everything into ``folder``. Only for vertical videos."""
    framing = framing_for(job.aspect_ratio, fps=job.fps)
    rig = load_rig(job.rig)
    seconds = float(job.duration_seconds)
    count = round(seconds * job.fps)
    left = (rig.canvas[0] - framing.width) // 2
    _write_pictures(rig, (framing.width, framing.height), folder)
    _write_sound(track, seconds, folder / "sound.wav")
    shapes = mouth_track(track.speech, count, job.fps, smile=np.zeros(count, np.float32))
    clock = np.arange(count) / job.fps
    moves = np.stack([8 * np.sin(2.1 * clock) - left, 4 * np.sin(3.3 * clock)], axis=1)
    phrases = group(track.speech.words, max_words=3, max_characters=18, seconds=seconds)
    plan = {
        "seconds": seconds,
        "fps": job.fps,
        "size": [framing.width, framing.height],
        "moves": moves.round(2).tolist(),
        "mouth_at": rig.mouth.box[:2],
        "mouths": _runs(shapes.first, job.fps),
        "captions": [{"text": p.text, "start": p.start, "end": p.end} for p in phrases],
        "captions_at": 1300,
        "font": str(Path(_FONT).resolve()),
        "font_size": 84,
        **_ENCODER,
    }
    (folder / "plan.json").write_text(json.dumps(plan))


def _runs(shapes: np.ndarray[tuple[int], np.dtype[np.intp]], fps: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    frame = 0
    for shape, same in groupby(shapes.tolist()):
        length = len(list(same))
        start, end = frame / fps, (frame + length) / fps
        found.append({"file": f"mouth-{MOUTH_SPRITES[shape]}.png", "start": start, "end": end})
        frame += length
    return found


def _write_pictures(rig: Rig, size: tuple[int, int], folder: Path) -> None:
    side = max(size)
    behind = Image.fromarray(rig.background).resize((side, side))
    left = (side - size[0]) // 2
    behind.crop((left, 0, left + size[0], size[1])).save(folder / "background.png")
    Image.fromarray(rig.person).save(folder / "person.png")
    for name in MOUTH_SPRITES:
        pixels = rig.mouth.pixels[rig.mouth.names.index(name)]
        shown = np.dstack([pixels, rig.mouth.mask])
        Image.fromarray(shown).save(folder / f"mouth-{name}.png")


def _write_sound(track: VoiceTrack, seconds: float, path: Path) -> None:
    samples = finish_sound(track.speech, seconds).samples
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((samples.T * 32767).astype("<i2").tobytes())
