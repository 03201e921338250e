"""``python -m unrealugc.pipeline.previews.voice VOICE TEXT FILE`` speaks a text into an MP3.

``VOICE`` is a JSON object with ``voice_id``, ``language`` and, for a custom voice, ``profile``.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from unrealugc.pipeline.audio import finish_sound
from unrealugc.pipeline.intake.report import report
from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.studio.speech.engine import StudioSpeech

_RATE = 48_000
_BITS_PER_SECOND = 64_000


def main(voice: str, text: str, file: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        speech = StudioSpeech().synthesize(text, VoiceSpec(**json.loads(voice)))
        sound = finish_sound(speech, speech.duration)
        write_mp3(sound.samples[0], Path(file))
        return {"seconds": speech.duration}

    return report(work)


def write_mp3(samples: NDArray[np.float32], path: Path) -> None:
    """Encode mono samples at 48 kHz."""
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=_RATE, layout="mono")
        stream.bit_rate = _BITS_PER_SECOND
        frame = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
        frame.sample_rate = _RATE
        frame.time_base = Fraction(1, _RATE)
        frame.pts = 0
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
