"""What a voice sounds like, in a few numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

BAND_CENTRES_HZ = (
    *(150, 210, 295, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720),
    *(2000, 2320, 2700, 3150, 3700, 4400, 5300, 6400, 7700),
)
"""Bands of about one Bark: Zwicker's critical bands from 100 to 9500 Hz."""


@dataclass(frozen=True, slots=True)
class VoiceProfile:
    """A voice in numbers.

    Attributes:
        pitch_hz: median pitch.
        pitch_range_st: semitones between the 10th and the 90th percentile of the pitch.
        syllable_rate: syllables a second while speaking.
        brightness_db: level above 2 kHz against that below it.
        gender: a guess by the pitch alone, "female" or "male".
        speech_seconds: how much of the sample is speech.
        voiced_share: voiced part of the speech, 0 to 1.
        bands_db: long-term spectrum of the speech in ``BAND_CENTRES_HZ``, mean zero.
    """

    pitch_hz: float
    pitch_range_st: float
    syllable_rate: float
    brightness_db: float
    gender: Literal["female", "male"]
    speech_seconds: float
    voiced_share: float
    bands_db: tuple[float, ...]

    def to_json(self) -> dict[str, float | str]:
        """Flat JSON values, as ``VoiceSpec.profile`` carries them."""
        bands = {f"band_{index:02d}": value for index, value in enumerate(self.bands_db)}
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        return {"gender": self.gender, **numbers, **bands}

    @classmethod
    def from_json(cls, values: Mapping[str, float | str]) -> VoiceProfile:
        """What ``to_json`` gave. Raises ``ValueError`` where something is missing."""
        try:
            numbers = {name: float(values[name]) for name in _NUMBERS}
            bands = tuple(float(values[f"band_{i:02d}"]) for i in range(len(BAND_CENTRES_HZ)))
            gender: Literal["female", "male"] = "male" if values["gender"] == "male" else "female"
        except KeyError as error:
            raise ValueError(f"not a voice profile: {error} is missing") from None
        return cls(gender=gender, bands_db=bands, **numbers)


_NUMBERS = (
    *("pitch_hz", "pitch_range_st", "syllable_rate", "brightness_db", "speech_seconds"),
    "voiced_share",
)
