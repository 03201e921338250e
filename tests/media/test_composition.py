"""One ad with everything in it, and a film of every caption style, decoded and measured."""

from __future__ import annotations

import re
from dataclasses import dataclass

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.media.demo import FPS, run_child
from tests.pipeline.test_captions import timed
from tests.support.engines import GradientSource
from tests.support.toy_rig import BROWS_BOX, write_toy_rig
from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.track import CaptionTrack, make_track
from unrealugc.pipeline.compose import compose_take
from unrealugc.pipeline.composition.timing import end_card_span, times_named
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.job import RenderJob, RenderResult
from unrealugc.pipeline.layers import Layer
from unrealugc.pipeline.voice import VoiceTrack, unpack_track
from unrealugc.providers.base import Box, VoiceSpec, WordTime
from unrealugc.providers.studio.view import LANDSCAPE_SHARE, LANDSCAPE_TOP

pytestmark = [pytest.mark.media, pytest.mark.xdist_group("composition"), pytest.mark.timeout(600)]

SCRIPT = "I did not expect much. But Acme Serum is *really* good for my dry skin."
SECONDS = 8
# Where the toy person's raised brows end, in a square video.
BROWS = round((BROWS_BOX[1] + 0.2 * BROWS_BOX[3] - LANDSCAPE_TOP) * LANDSCAPE_SHARE) + 2
SAFE = framing_for("1:1").safe_area


@dataclass(frozen=True)
class Ad:
    """A finished ad, and of every frame the box of its white labels and its share of magenta."""

    result: RenderResult
    track: VoiceTrack
    labels: list[Box | None]
    magenta: NDArray[np.float64]
    corner: NDArray[np.float64]

    @property
    def words(self) -> tuple[WordTime, ...]:
        return self.track.speech.words


@pytest.fixture(scope="module")
def ad(tmp_path_factory: pytest.TempPathFactory) -> Ad:
    """Hook, cut-away and end card around a magenta bottle on white."""
    folder = tmp_path_factory.mktemp("ad")
    picture = Image.new("RGB", (600, 700), "white")
    ImageDraw.Draw(picture).rectangle((180, 60, 420, 640), fill=(220, 20, 160))
    picture.save(folder / "product.png")
    job = RenderJob(
        script=SCRIPT,
        rig=write_toy_rig(folder / "toy"),
        voice=VoiceSpec("af_heart"),
        aspect_ratio="1:1",
        duration_seconds=SECONDS,
        captions=caption_styles()["karaoke"],
        product_name="Acme Serum",
        product_image=folder / "product.png",
        product_shots="cutaway",
        hook="My *secret* for soft skin",
        call_to_action="Shop now",
        end_card=True,
    )
    result = run_child(job, folder / "work")
    track = unpack_track((result.video.parent / "voice.npz").read_bytes())
    labels, magenta, corner = [], [], []
    with av.open(str(result.video)) as container:
        for frame in container.decode(video=0):
            planes = frame.to_ndarray()
            luma, chroma = planes[:1080], planes[1080:].reshape(2, 540, 540)[:, ::2, ::2]
            labels.append(_box(luma[:300] > 226))
            u, v = chroma.astype(np.int16) - 128
            magenta.append(float((u + v > 90).mean()))
            corner.append(float(luma[-60:, :60].mean()))
    return Ad(result, track, labels, np.array(magenta), np.array(corner))


def _box(mask: NDArray[np.bool_]) -> Box | None:
    """Around rows that are white as only a label is, None where there are none."""
    rows = np.flatnonzero(mask.sum(axis=1) > 180)
    if len(rows) < 40:
        return None
    columns = np.flatnonzero(mask[rows].sum(axis=0) > 20)
    x, y = int(columns[0]), int(rows[0])
    return x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1


def test_the_hook_is_there_for_two_seconds_and_then_gone(ad: Ad) -> None:
    assert all(box is not None for box in ad.labels[4:55])
    assert not any(ad.labels[60 : 60 + FPS // 2])


def test_the_hook_is_inside_the_safe_area_and_above_the_eyes(ad: Ad) -> None:
    x, y, width, _ = SAFE
    for box in ad.labels[4:55]:
        assert box is not None
        assert box[0] >= x
        assert box[0] + box[2] <= x + width
        assert box[1] >= y
        assert box[1] + box[3] <= BROWS


def test_the_product_fills_the_frame_from_the_word_of_its_name(ad: Ad) -> None:
    (named,) = times_named("Acme Serum", ad.words)
    seen = np.flatnonzero(ad.magenta > 0.05)
    assert abs(int(seen[0]) - round(named * FPS)) <= 1
    gone = int(seen[0]) + int(np.argmin(ad.magenta[seen[0] :] > 0.05))
    starts = [round(word.start * FPS) for word in ad.words]
    assert min(abs(gone - start) for start in starts) <= 1
    assert 1.6 * FPS - 1 <= gone - seen[0] <= 3.4 * FPS + 1
    # The creator is back before the end card.
    card = round(end_card_span(ad.words, SECONDS)[0] * FPS)
    assert card - gone >= 0.6 * FPS


def test_the_camera_moves_in_on_the_product(ad: Ad) -> None:
    shot = ad.magenta[ad.magenta > 0.05][:45]
    assert shot[-1] > shot[0] * 1.04
    assert np.abs(np.diff(shot)).max() < 0.004


def test_an_end_card_with_the_product_closes_the_video(ad: Ad) -> None:
    start, end = end_card_span(ad.words, SECONDS)
    first = round(start * FPS)
    assert end - start >= 1.5
    # Its ground is the product's colour, dark; the room behind the creator is light.
    assert ad.corner[first + 12 :].max() < 80
    assert abs(ad.corner[first - 4] - ad.corner[first + 12]) > 15
    assert ad.magenta[first + 20 :].min() > 0.02


def test_subtitles_have_every_word_and_no_stars(ad: Ad) -> None:
    srt = ad.result.subtitles_srt.read_text()
    said = re.sub(r"^\d+$|^.*-->.*$", "", srt, flags=re.MULTILINE)
    assert said.split() == SCRIPT.replace("*", "").split()


@dataclass(frozen=True)
class _Relay:
    """The caption track of each style in turn, ``step`` frames each."""

    tracks: list[CaptionTrack]
    step: int

    def at(self, frame: int) -> Layer | None:
        return self.tracks[frame // self.step].at(frame % self.step)


STEP = 36
STARTS = (0.2, 0.5, 0.8)
MOUTH: Box = (440, 540, 200, 120)
STYLES = caption_styles()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.int16]:
    """Every style in turn says the same three words; luma of every second pixel."""
    framing = framing_for("1:1")
    words = timed("one *two* three", start=STARTS[0], rate=STARTS[1] - STARTS[0])
    tracks = [make_track(words, style, framing, STEP / FPS, MOUTH) for style in STYLES.values()]
    path = tmp_path_factory.mktemp("styles") / "styles.mp4"
    source = GradientSource((1080, 1080), FPS, STEP * len(tracks), MOUTH)
    relay = _Relay(tracks, STEP)
    compose_take(source, 0, [relay], path, progress=lambda done: None, cancelled=lambda: False)
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray()[:1080:2, ::2] for frame in container.decode(video=0)]
    return np.stack(frames).astype(np.int16)


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_every_style_is_on_time_and_in_place(film: NDArray[np.int16], style: CaptionStyle) -> None:
    index = list(STYLES).index(style.id)
    ours = film[index * STEP : (index + 1) * STEP]
    bare = GradientSource((1080, 1080), FPS, (index + 1) * STEP, MOUTH)
    below = [frame.y[::2, ::2].copy() for frame in bare.frames()][index * STEP :]
    ink = np.asarray(np.abs(ours - np.stack(below)) > 40)
    seen = np.asarray(ink.any(axis=(1, 2)))
    first = round(STARTS[0] * FPS)
    assert abs(int(np.argmax(seen)) - first) <= 1
    assert bool(np.all(seen[first + 1 : STEP - 1]))
    x, y, width, height = SAFE
    rows, columns = (np.flatnonzero(ink.any(axis=(0, axis))) * 2 for axis in (2, 1))
    assert x - 2 <= columns[0]
    assert columns[-1] <= x + width
    assert max(y, MOUTH[1] + MOUTH[3]) - 2 <= rows[0]
    assert rows[-1] <= y + height
    for frame in (round(start * FPS) for start in STARTS[1:]):
        lit = ink[frame - 1] | ink[frame + 1]
        changed = np.abs(ours[frame + 1] - ours[frame - 1]) > 12
        # A phrase of a quiet style stands still while it is said.
        still = style.shows == "phrase" and not (style.active_fill or style.active_plate)
        assert (int((changed & lit).sum()) > 100) != still
