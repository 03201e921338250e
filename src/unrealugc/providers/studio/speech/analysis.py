"""Measures what a voice sounds like in a sample of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from unrealugc.providers.errors import UnusableMediaError
from unrealugc.providers.studio.speech.pitch import track_pitch
from unrealugc.providers.studio.speech.profile import BAND_CENTRES_HZ, VoiceProfile

LEAST_SPEECH_S = 1.5

_HOP_S = 0.01
_RATE = 24_000
_FFT = 1024
_ANALYSED_S = 180.0
_SPEECH_BELOW_PEAK_DB = 32.0
_MALE_BELOW_HZ = 155.0
_BRIGHT_ABOVE_HZ = 2000.0


def analyse_sample(samples: NDArray[np.float32], rate: int) -> VoiceProfile:
    """Measure the voice in mono ``samples`` (float32 in -1..1); the first 3 minutes count.

    Raises:
        UnusableMediaError: there is too little speech in it to tell.
    """
    sound = samples[: round(_ANALYSED_S * rate)]
    if rate != _RATE:
        sound = signal.resample_poly(sound, _RATE, rate).astype(np.float32)
    pitch = track_pitch(sound, _RATE)
    speech = _speech_frames(sound)[: len(pitch)]
    pitch = pitch[: len(speech)]
    voiced = pitch[(pitch > 0) & speech]
    seconds = float(speech.sum() * _HOP_S)
    if seconds < LEAST_SPEECH_S or len(voiced) * _HOP_S < LEAST_SPEECH_S / 3:
        raise UnusableMediaError("There is too little clear speech in the recording.")
    low, median, high = np.percentile(voiced, [10, 50, 90])
    bands = _bands(sound, (pitch > 0) & speech)
    return VoiceProfile(
        pitch_hz=round(float(median), 2),
        pitch_range_st=round(float(12 * np.log2(high / low)), 2),
        syllable_rate=round(_syllables(sound, speech) / seconds, 2),
        brightness_db=round(_brightness(bands), 2),
        gender="male" if median < _MALE_BELOW_HZ else "female",
        speech_seconds=round(seconds, 2),
        voiced_share=round(len(voiced) * _HOP_S / seconds, 3),
        bands_db=tuple(round(float(value), 2) for value in bands),
    )


def _frame_levels(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Level in dB of every 10 ms."""
    hop = round(_HOP_S * _RATE)
    count = len(sound) // hop
    power = np.mean(sound[: count * hop].reshape(count, hop).astype(np.float64) ** 2, axis=1)
    return np.asarray(10 * np.log10(power + 1e-10))


def _speech_frames(sound: NDArray[np.float32]) -> NDArray[np.bool_]:
    levels = _frame_levels(sound)
    if not len(levels):
        return np.zeros(0, np.bool_)
    return np.asarray(levels > max(np.percentile(levels, 95) - _SPEECH_BELOW_PEAK_DB, -70))


def _syllables(sound: NDArray[np.float32], speech: NDArray[np.bool_]) -> int:
    """Peaks of the smoothed level in the vowels' band (de Jong & Wempe 2009)."""
    band = signal.sosfilt(signal.butter(2, [250, 3000], "bandpass", fs=_RATE, output="sos"), sound)
    levels = signal.savgol_filter(_frame_levels(np.asarray(band, np.float32)), 9, 2)
    peaks, _ = signal.find_peaks(levels, prominence=2.0, distance=8)
    return int(speech[peaks[peaks < len(speech)]].sum())


def _bands(sound: NDArray[np.float32], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Long-term average spectrum of the chosen frames, in dB by band, mean zero."""
    hop = round(_HOP_S * _RATE)
    starts = np.flatnonzero(chosen) * hop
    starts = starts[starts + _FFT <= len(sound)]
    window = np.hanning(_FFT).astype(np.float32)
    power = np.zeros(_FFT // 2 + 1)
    for part in np.array_split(starts, max(1, len(starts) // 1000)):
        frames = sound[part[:, None] + np.arange(_FFT)] * window
        power += np.sum(np.abs(np.fft.rfft(frames, axis=1)) ** 2, axis=0)
    frequencies = np.fft.rfftfreq(_FFT, 1 / _RATE)
    edges = np.sqrt(np.multiply(BAND_CENTRES_HZ[:-1], BAND_CENTRES_HZ[1:]))
    edges = np.concatenate([[100], edges, [9500]])
    inside = np.digitize(frequencies, edges) - 1
    means = [power[inside == band].mean() for band in range(len(BAND_CENTRES_HZ))]
    levels = 10 * np.log10(np.asarray(means) + 1e-12)
    return np.asarray(levels - levels.mean())


def _brightness(bands: NDArray[np.float64]) -> float:
    high = np.asarray(BAND_CENTRES_HZ) > _BRIGHT_ABOVE_HZ
    return float(bands[high].mean() - bands[~high].mean())
