"""How a voice is to be spoken: stock voices as they are, custom ones shaped to a sample.

A custom voice is not a clone. It mixes the stock voices that come nearest to the sample and moves
their pitch, throat length, tone and pace towards it, as far as that sounds natural.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.errors import UnknownVoiceError
from unrealugc.providers.studio.speech.profile import BAND_CENTRES_HZ, VoiceProfile
from unrealugc.providers.studio.speech.tone import equalised
from unrealugc.providers.studio.speech.voices import Style, blend, stock_style, stock_voice

_MIXED = 3
_SHARPNESS = 1.5
_OTHER_GENDER_COST = 6.0
_EITHER_GENDER_HZ = (130.0, 175.0)
_MOST_SEMITONES = 5.0
_SLOWEST, _QUICKEST = 0.88, 1.15
_EQ_STRENGTH, _MOST_EQ_DB = 0.7, 6.0
_THROATS = np.arange(0.92, 1.0801, 0.01)
_THROAT_COST_DB = 12.0
# Resonances against a man's, as a woman's throat is some 15 % shorter (Stevens, 1998).
_TRACTS: Mapping[str | None, float] = {"male": 1.0, None: 1.08, "female": 1.15}


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything that the engine needs to speak as a voice does.

    Attributes:
        style: style vectors for the model.
        language: tag of the voice's language and accent.
        speed: the model's speed at the voice's natural pace.
        pitch: factor on the pitch.
        throat: factor on the resonances; above 1 is a shorter throat.
        tone_db: gains in the bands of a profile, or ``()``.
        breath: how much is heard of its breath, 0 to 1.
        tract: factor on the resonances of a man's throat.
    """

    style: Style
    language: str
    speed: float = 1.0
    pitch: float = 1.0
    throat: float = 1.0
    tone_db: tuple[float, ...] = ()
    breath: float = 0.5
    tract: float = 1.0

    def toned(self, samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
        """``samples`` in the voice's tone; their number stays the same."""
        return equalised(samples, rate, self.tone_db) if self.tone_db else samples


def delivery_of(voice: VoiceSpec) -> Delivery:
    """How ``voice`` speaks. Raises ``UnknownVoiceError``."""
    if voice.profile is None:
        stock = stock_voice(voice.voice_id)
        return Delivery(
            stock_style(stock.id),
            stock.language,
            stock.pace,
            stock.pitch,
            stock.throat,
            breath=stock.breath,
            tract=stock.throat * _TRACTS[stock.gender],
        )
    try:
        profile = VoiceProfile.from_json(voice.profile)
    except ValueError as error:
        raise UnknownVoiceError(detail=f"{voice.voice_id}: {error}") from None
    return shaped_delivery(profile, voice.language)


def shaped_delivery(profile: VoiceProfile, language: str) -> Delivery:
    """The nearest stock voices mixed, and moved towards ``profile``."""
    mix = nearest_voices(profile)
    base = _mixed_profile(mix)
    throat = _throat(profile, base)
    semitones = 12 * np.log2(profile.pitch_hz / base.pitch_hz)
    tempo = np.sqrt(profile.syllable_rate / base.syllable_rate)
    pace = sum(share * stock_voice(name).pace for name, share in mix.items())
    return Delivery(
        blend(mix),
        language,
        speed=float(pace * np.clip(tempo, _SLOWEST, _QUICKEST)),
        pitch=float(2 ** (np.clip(semitones, -_MOST_SEMITONES, _MOST_SEMITONES) / 12)),
        throat=throat,
        tone_db=_tone(profile, _moved(np.asarray(base.bands_db), throat)),
        breath=sum(share * stock_voice(name).breath for name, share in mix.items()),
        tract=throat * _TRACTS[profile.gender],
    )


def nearest_voices(profile: VoiceProfile) -> dict[str, float]:
    """The stock voices nearest to ``profile`` with their shares of the mix, nearest first."""
    distances = {name: _distance(profile, other) for name, other in _stock_profiles().items()}
    nearest = sorted(distances, key=lambda name: distances[name])[:_MIXED]
    least = distances[nearest[0]]
    weights = [float(np.exp(_SHARPNESS * (least - distances[name]))) for name in nearest]
    return {name: weight / sum(weights) for name, weight in zip(nearest, weights, strict=True)}


@cache
def _stock_profiles() -> Mapping[str, VoiceProfile]:
    """Measured profiles of the stock voices that are no blends."""
    text = resources.files(__package__).joinpath("data/profiles.json").read_text("utf-8")
    return {name: VoiceProfile.from_json(values) for name, values in json.loads(text).items()}


def _distance(one: VoiceProfile, other: VoiceProfile) -> float:
    """How different two voices are: semitones of pitch and decibels of spectrum count alike."""
    pitch = abs(12 * np.log2(one.pitch_hz / other.pitch_hz))
    spectrum = np.sqrt(np.mean(np.square(np.subtract(one.bands_db, other.bands_db))))
    melody = 0.2 * abs(one.pitch_range_st - other.pitch_range_st)
    clear = not _EITHER_GENDER_HZ[0] < one.pitch_hz < _EITHER_GENDER_HZ[1]
    gender = _OTHER_GENDER_COST * (clear and one.gender != other.gender)
    return float(pitch + spectrum + melody + gender)


def _mixed_profile(mix: Mapping[str, float]) -> VoiceProfile:
    """What a mix of stock voices sounds like, to a good approximation."""
    profiles = [_stock_profiles()[name] for name in mix]
    shares = np.array(list(mix.values()))
    return VoiceProfile(
        pitch_hz=float(np.exp(shares @ np.log([p.pitch_hz for p in profiles]))),
        pitch_range_st=float(shares @ [p.pitch_range_st for p in profiles]),
        syllable_rate=float(shares @ [p.syllable_rate for p in profiles]),
        brightness_db=float(shares @ [p.brightness_db for p in profiles]),
        gender=profiles[0].gender,
        speech_seconds=0.0,
        voiced_share=float(shares @ [p.voiced_share for p in profiles]),
        bands_db=tuple(shares @ np.array([p.bands_db for p in profiles])),
    )


def _throat(profile: VoiceProfile, base: VoiceProfile) -> float:
    """The factor on the resonances of ``base`` that brings its spectrum nearest."""
    target = np.asarray(profile.bands_db)
    spectrum = np.asarray(base.bands_db)
    costs = [
        _detail(target - _moved(spectrum, factor)) + _THROAT_COST_DB * abs(factor - 1)
        for factor in _THROATS
    ]
    return round(float(_THROATS[int(np.argmin(costs))]), 2)


def _moved(bands_db: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """A spectrum in bands after its resonances were moved up by ``factor``."""
    octaves = np.log2(BAND_CENTRES_HZ)
    return np.asarray(np.interp(octaves - np.log2(factor), octaves, bands_db))


def _detail(difference_db: NDArray[np.float64]) -> float:
    """What is left of a difference without its tilt, which a microphone may have made."""
    octaves = np.log2(BAND_CENTRES_HZ)
    return float(np.std(difference_db - np.polyval(np.polyfit(octaves, difference_db, 1), octaves)))


def _tone(profile: VoiceProfile, bands_db: NDArray[np.float64]) -> tuple[float, ...]:
    """Gains in dB that bring ``bands_db`` towards the profile's, smooth and within reason."""
    difference = np.subtract(profile.bands_db, bands_db)
    smooth = np.convolve(np.pad(difference, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    gains = np.clip(_EQ_STRENGTH * smooth, -_MOST_EQ_DB, _MOST_EQ_DB)
    return tuple(round(float(gain), 2) for gain in gains)
