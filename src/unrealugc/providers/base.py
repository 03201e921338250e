"""The interfaces between the pipeline and what speaks and acts for it.

A *synth* turns text into speech with times. A *performer*, opened for one creator, turns a
take and its speech into frames. Both declare what they can do, so that the pipeline plans
with data instead of asking which vendor it talks to.

All times are seconds. All boxes are ``(x, y, width, height)`` in pixels of the canvas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]

Plane = NDArray[np.uint8]

SPEECH_SAMPLE_RATE = 24_000


@dataclass(frozen=True, slots=True)
class PhonemeTime:
    """One sound of the speech. ``symbol`` is IPA without stress marks; ``""`` is silence."""

    symbol: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class WordTime:
    """One word as the script writes it, punctuation included, and when it is said."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Speech:
    """Mono speech and the times of what is said in it.

    ``samples`` is float32 in -1..1 of shape (n,). Words and phonemes are in order, do not
    overlap and lie within the samples. ``intake`` is the breath taken before the first word, which
    ends where ``samples`` begin: who leaves silence before them may lay it there.
    """

    samples: NDArray[np.float32]
    sample_rate: int
    words: tuple[WordTime, ...]
    phonemes: tuple[PhonemeTime, ...]
    language: str = "en-us"
    intake: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate


@dataclass(frozen=True, slots=True)
class VoiceSpec:
    """Which voice speaks.

    Either a stock voice by its id, or a custom one: ``profile`` then holds what was measured
    in its sample (plain JSON values), and ``voice_id`` is only its name in logs.
    """

    voice_id: str
    language: str = "en-us"
    profile: Mapping[str, float | str] | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """One clip of the video: some whole sentences, said without a cut.

    ``start`` and ``duration`` are on the video's time line and fall on frame boundaries.
    ``final`` marks the last take, at whose end the creator looks friendly into the camera.
    """

    index: int
    text: str
    start: float
    duration: float
    final: bool = True

    @property
    def end(self) -> float:
        """Where the next take starts, in seconds of the video."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels at each side that a platform's own buttons and texts may cover."""

    top: int
    right: int
    bottom: int
    left: int


@dataclass(frozen=True, slots=True)
class Framing:
    """The canvas that a take is shown on.

    ``zoom`` of 1.0 shows the whole picture; 1.08 moves in by 8 % about the face, which hides
    the seam between two takes as an editor's punch-in does.
    """

    aspect_ratio: str
    width: int
    height: int
    margins: Margins
    fps: int = 30
    zoom: float = 1.0

    @property
    def safe_area(self) -> Box:
        """Where captions and cards may be, as (x, y, width, height)."""
        inset = self.margins
        return (
            inset.left,
            inset.top,
            self.width - inset.left - inset.right,
            self.height - inset.top - inset.bottom,
        )


@dataclass(frozen=True, slots=True)
class YuvFrame:
    """A planar I420 frame, BT.709, limited range.

    ``y`` is uint8 (H, W); ``u`` and ``v`` are uint8 (H/2, W/2). A source may reuse the buffers
    for its next frame and rely on their content, so a consumer puts back what it overwrites.
    """

    y: Plane
    u: Plane
    v: Plane


@runtime_checkable
class FrameSource(Protocol):
    """Frames of one take, drawn or decoded only as they are asked for."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels, both even."""
        ...

    @property
    def fps(self) -> int:
        """Frames a second, constant."""
        ...

    @property
    def frame_count(self) -> int:
        """How many frames ``frames`` yields: the take's duration times ``fps``."""
        ...

    @property
    def mouth_box(self) -> Box | None:
        """What the mouth and chin reach during the take; captions stay clear of it."""
        ...

    @property
    def face_box(self) -> Box | None:
        """The face from its brows to the chin during the take; texts and cards stay off it."""
        ...

    @property
    def poster_index(self) -> int:
        """The frame that makes the best still: eyes open, mouth closed or smiling."""
        ...

    def frames(self, canvas: YuvFrame | None = None) -> Iterator[YuvFrame]:
        """Yield every frame in order. May be called again for a fresh pass.

        A source that can draws into ``canvas`` and yields it, which spares a copy.
        """
        ...


@dataclass(frozen=True, slots=True)
class SynthCapabilities:
    """What a synth can speak, and how."""

    name: str
    languages: tuple[str, ...]
    sample_rate: int = SPEECH_SAMPLE_RATE
    word_times: bool = True
    custom_voices: bool = False


class SpeechSynth(Protocol):
    """Turns text into speech. May be used for many takes, one at a time."""

    @property
    def capabilities(self) -> SynthCapabilities:
        """What this synth can do."""
        ...

    def synthesize(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> Speech:
        """Say ``text``. ``pace`` of 1.0 is the voice's natural one, 1.2 is 20 % quicker.

        Raises ``providers.errors.ProviderError`` where the text or the voice cannot be spoken.
        """
        ...

    def estimate(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> float:
        """About how many seconds ``synthesize`` would take to say it, within some percent.

        Cheap beside ``synthesize``, and raises what that raises.
        """
        ...

    def rest(self) -> None:
        """Give back the memory that speaking took; the next use takes it again."""
        ...


@dataclass(frozen=True, slots=True)
class ClipLengths:
    """Lengths of clip, in whole seconds, that a model makes; longer videos join several."""

    allowed: tuple[int, ...]

    @property
    def longest(self) -> int:
        """The longest single clip in seconds."""
        return max(self.allowed)


@dataclass(frozen=True, slots=True)
class PerformerCapabilities:
    """What a performer can act."""

    name: str
    aspect_ratios: tuple[str, ...] = ("9:16", "16:9", "1:1")
    native_audio: bool = False
    clips: ClipLengths = field(default_factory=lambda: ClipLengths((5, 10, 15, 20, 30)))


class Performer(Protocol):
    """Acts takes as one creator."""

    @property
    def capabilities(self) -> PerformerCapabilities:
        """What this performer can do."""
        ...

    def perform(self, take: Take, speech: Speech, framing: Framing, seed: int) -> FrameSource:
        """Act ``take``.

        ``speech`` is already laid on the take's time line: it is exactly as long as the take,
        silences included, and its times count from the take's start. The same arguments give
        the same frames.
        """
        ...

    def rest(self) -> None:
        """Give back what drawing the performed takes needs no more; the next one takes it again."""
        ...
