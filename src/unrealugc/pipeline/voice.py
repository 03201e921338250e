"""Turns a script into one continuous voice track with times, cut into takes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unrealugc.pipeline.checkpoint import Workspace
from unrealugc.pipeline.plan import (
    FASTEST_PACE,
    corrected_pace,
    cut_takes,
    first_pace,
    lay_out,
    leaves_room,
)
from unrealugc.providers.base import (
    PhonemeTime,
    Speech,
    SpeechSynth,
    Take,
    VoiceSpec,
    WordTime,
)

# What stays around the first and last word: the onset of a plosive, and a word's fading out.
_KEEP_BEFORE = 0.06
_KEEP_AFTER = 0.18
_FADE = 0.012
# A breath shorter than this is none; what there is no room for of a longer one is left out.
_SHORTEST_INTAKE = 0.2
_ROUNDS = 4
# Share of the stage in which the voice is loaded and the script read.
_READY = 0.1
# Seconds for an end card: what it likes, and what it can do with.
_END_CARD = (2.4, 1.7)


@dataclass(frozen=True, slots=True)
class VoiceTrack:
    """The whole video's speech, exactly as long as the video, and the takes it is cut into."""

    speech: Speech
    takes: tuple[Take, ...]

    def for_take(self, take: Take) -> Speech:
        """The part of the track that belongs to ``take``, with times from the take's start."""
        rate = self.speech.sample_rate
        first, last = round(take.start * rate), round(take.end * rate)
        return Speech(
            self.speech.samples[first:last],
            rate,
            tuple(
                replace(word, start=word.start - take.start, end=word.end - take.start)
                for word in self.speech.words
                if take.start <= word.start < take.end
            ),
            tuple(
                replace(sound, start=sound.start - take.start, end=sound.end - take.start)
                for sound in self.speech.phonemes
                if take.start <= sound.start < take.end
            ),
            self.speech.language,
        )


def natural_lengths(synth: SpeechSynth, voice: VoiceSpec, texts: Sequence[str]) -> list[float]:
    """About how many seconds each utterance takes, left to itself."""
    return [synth.estimate(text, voice) for text in texts]


def speak(
    synth: SpeechSynth,
    voice: VoiceSpec,
    texts: Sequence[str],
    seconds: float,
    *,
    natural: Sequence[float],
    pace: float,
    workspace: Workspace,
    progress: Callable[[float], None],
) -> list[Speech]:
    """Say every utterance, quick enough to fit ``seconds`` together, and trim its silence.

    ``natural`` are the utterances' ``natural_lengths``. ``pace`` of 1.1 is 10 % quicker than
    usual, where there is room for such a wish. Each utterance is kept in the workspace as soon
    as it is said. Raises ScriptTooLongError when it does not fit at any pace.
    """
    progress(_READY)
    letters = sum(len(text) for text in texts)
    tempo = first_pace(letters, natural, seconds, pace)
    for attempt in range(_ROUNDS):
        spoken, said = [], 0
        for index, text in enumerate(texts):
            spoken.append(_trim(_utterance(synth, voice, text, tempo, index, workspace)))
            said += len(text)
            # A second try begins again, but what was told stays true.
            progress(_READY + (1 - _READY) * said / letters if attempt == 0 else 1.0)
        better = corrected_pace(tempo, [speech.duration for speech in spoken], seconds)
        if better is None:
            break
        tempo = better if attempt < _ROUNDS - 2 else FASTEST_PACE
    return spoken


def room_for_end_card(
    texts: Sequence[str], natural: Sequence[float], seconds: float, pace: float
) -> float:
    """Seconds that the end can be kept free of speech without hurrying it, 0 for none."""
    characters = sum(map(len, texts))
    rooms = (min(room, 0.3 * seconds) for room in _END_CARD)
    return next(
        (room for room in rooms if leaves_room(characters, natural, seconds, pace, room)), 0.0
    )


def arrange(
    texts: Sequence[str],
    spoken: Sequence[Speech],
    seconds: float,
    *,
    longest: float,
    fps: int,
    spoken_in: float | None = None,
) -> VoiceTrack:
    """Lay the utterances out over ``seconds`` and cut them into takes of about ``longest``.

    All of them are said within the first ``spoken_in`` seconds, if that is given.
    """
    lengths = [speech.duration for speech in spoken]
    starts = lay_out(lengths, spoken_in or seconds)
    rate = spoken[0].sample_rate
    samples = np.zeros(round(seconds * rate), np.float32)
    words: list[WordTime] = []
    phonemes: list[PhonemeTime] = []
    silent_from = 0
    for speech, start in zip(spoken, starts, strict=True):
        first = round(start * rate)
        _breathe_in(samples[silent_from:first], speech)
        room = samples[first : first + len(speech.samples)]
        room += speech.samples[: len(room)]
        silent_from = first + len(speech.samples)
        words += [replace(w, start=w.start + start, end=w.end + start) for w in speech.words]
        phonemes += [replace(p, start=p.start + start, end=p.end + start) for p in speech.phonemes]
    whole = Speech(samples, rate, tuple(words), tuple(phonemes), spoken[0].language)
    takes = cut_takes(texts, starts, lengths, seconds, longest=longest, fps=fps)
    return VoiceTrack(whole, takes)


def _breathe_in(silence: NDArray[np.float32], speech: Speech) -> None:
    """Lay the end of the breath before ``speech`` into the end of the silence before it."""
    length = min(len(silence), len(speech.intake))
    if length < _SHORTEST_INTAKE * speech.sample_rate:
        return
    intake = speech.intake[-length:]
    if length < len(speech.intake):
        intake = intake * np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** 2
    silence[len(silence) - length :] += intake


def _utterance(
    synth: SpeechSynth, voice: VoiceSpec, text: str, pace: float, index: int, workspace: Workspace
) -> Speech:
    step = f"utterance-{index:03d}-{pace:.4f}"
    path = workspace.path(f"{step}.npz")
    if not workspace.is_done(step):
        speech = synth.synthesize(text, voice, pace=pace)
        speech = replace(speech, words=as_written(text, speech.words))
        workspace.write(step, path.name, pack_speech(speech))
    return unpack_speech(path.read_bytes())


def as_written(text: str, words: Sequence[WordTime]) -> tuple[WordTime, ...]:
    """Give what is not said, such as an emoji, to the word beside it, so that nothing is lost.

    Where a synth's words are not those of the text, they are left as they are.
    """
    whole: list[WordTime] = []
    waiting: list[str] = []
    rest = list(words)
    for token in text.split():
        if rest and rest[0].text == token:
            said = rest.pop(0)
            whole.append(replace(said, text=" ".join([*waiting, token])))
            waiting = []
        elif whole:
            whole[-1] = replace(whole[-1], text=f"{whole[-1].text} {token}")
        else:
            waiting.append(token)
    return tuple(words) if rest else tuple(whole)


def pack_speech(speech: Speech) -> bytes:
    """A speech as the bytes of an npz file."""
    return _pack(speech, {})


def unpack_speech(data: bytes) -> Speech:
    """The speech that ``pack_speech`` packed."""
    return _unpack(data)[0]


def _pack(speech: Speech, more: dict[str, Any]) -> bytes:
    told = {
        "sample_rate": speech.sample_rate,
        "language": speech.language,
        "words": [asdict(word) for word in speech.words],
        "phonemes": [asdict(phoneme) for phoneme in speech.phonemes],
        **more,
    }
    text = np.frombuffer(json.dumps(told).encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, samples=speech.samples, intake=speech.intake, told=text)
    return buffer.getvalue()


def _unpack(data: bytes) -> tuple[Speech, dict[str, Any]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        samples, intake = archive["samples"], archive["intake"]
        told: dict[str, Any] = json.loads(archive["told"].tobytes())
    speech = Speech(
        samples,
        told["sample_rate"],
        tuple(WordTime(**word) for word in told["words"]),
        tuple(PhonemeTime(**phoneme) for phoneme in told["phonemes"]),
        told["language"],
        intake,
    )
    return speech, told


def pack_track(track: VoiceTrack) -> bytes:
    """A voice track as bytes: a speech with its takes."""
    takes = [asdict(take) for take in track.takes]
    return _pack(track.speech, {"takes": takes})


def unpack_track(data: bytes) -> VoiceTrack:
    """The track that ``pack_track`` packed."""
    speech, told = _unpack(data)
    return VoiceTrack(speech, tuple(Take(**take) for take in told["takes"]))


def _trim(speech: Speech) -> Speech:
    """Cut the silence before the first and after the last word, with short fades."""
    if not speech.words:
        return speech
    rate = speech.sample_rate
    start = max(0.0, speech.words[0].start - _KEEP_BEFORE)
    end = min(speech.duration, speech.words[-1].end + _KEEP_AFTER)
    samples = _faded(speech.samples[round(start * rate) : round(end * rate)], round(_FADE * rate))
    return Speech(
        samples,
        rate,
        tuple(replace(w, start=w.start - start, end=w.end - start) for w in speech.words),
        tuple(_shifted(speech.phonemes, start, end)),
        speech.language,
        speech.intake,
    )


def _shifted(phonemes: Iterable[PhonemeTime], start: float, end: float) -> Iterable[PhonemeTime]:
    for phoneme in phonemes:
        first, last = max(phoneme.start, start), min(phoneme.end, end)
        if first < last:
            yield replace(phoneme, start=first - start, end=last - start)


def _faded(samples: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    faded = samples.copy()
    length = min(length, len(faded) // 2)
    if length:
        ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
        faded[:length] *= ramp
        faded[-length:] *= ramp[::-1]
    return faded
