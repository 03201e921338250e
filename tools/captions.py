"""Every caption style in every language as one picture: ``python -m tools.captions SHEET``."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.track import Cue, make_track
from unrealugc.pipeline.colour import rgb_to_yuv, yuv_to_rgb
from unrealugc.pipeline.composition.backdrop import gradient
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.layers import lay
from unrealugc.providers.base import Framing, WordTime, YuvFrame

# A short and a long line; the long ones hold what is hard in each language.
LINES = {
    "English": ("It *really* works 😍", "I have been using this for two weeks, and I am SHOCKED."),
    "Español": (
        "¿*De verdad*? ¡Sí!",
        "Llevo dos semanas y estoy *completamente* sorprendida.",
    ),
    "Français": (
        "Ça *marche*, enfin ✨",
        "Après deux semaines : c’est *génial*, franchement !",
    ),
    "Deutsch": (
        "*Größe*? Egal 👍🏽",
        "Meine *Feuchtigkeitscremeempfehlung* für trockene Haut.",
    ),
    "Português": (
        "É *muito* bom 💛",
        "Não dá para acreditar na diferença *depois* de dias.",
    ),
    "Italiano": ("È *perfetto*, sì! 🇮🇹", "Perché è così *buono* che non tornerò mai più indietro."),
    "हिन्दी": ("यह *सच में* अच्छा है ❤️‍🔥", "मैं इसका इस्तेमाल कर रही हूँ और *बहुत* खुश हूँ।"),
    "Polski": ("To *działa*! 👩‍💻", "Używam go od dwóch tygodni i jestem *naprawdę* zachwycona."),
}
_RATE = 0.3
_CROP = (56, 880, 1024, 1256)
_SCALE = 0.25
_GAP, _MARGIN_LEFT, _HEAD = 8, 130, 40
_PAPER, _INK = (255, 255, 255), (30, 30, 34)
_FONT = Path(__file__).parents[1] / "src/unrealugc/pipeline/captions/fonts/Poppins-SemiBold.ttf"
_HINDI = _FONT.with_name("Poppins-SemiBold-Devanagari.ttf")


def cell(text: str, style: CaptionStyle, framing: Framing, ground: YuvFrame) -> Image.Image:
    """The fullest phrase of a text in a style, while its last word but one is said."""
    words = [
        WordTime(word, _RATE * index, _RATE * (index + 0.9))
        for index, word in enumerate(text.split())
    ]
    mouth = (400, 766, 276, 222)
    track = make_track(words, style, framing, _RATE * len(words) + 1, mouth)
    cue = max(track.cues, key=_fullness)
    frame = YuvFrame(ground.y.copy(), ground.u.copy(), ground.v.copy())
    said = cue.word_frames[max(0, len(cue.word_frames) - 2)]
    layer = track.at(min(said + 5, cue.last - 1))
    if layer is not None:
        lay(layer, frame)
    shown = Image.fromarray(yuv_to_rgb(frame)).crop(_CROP)
    size = (round(shown.width * _SCALE), round(shown.height * _SCALE))
    return shown.resize(size, Image.Resampling.LANCZOS)


def _fullness(cue: Cue) -> tuple[bool, int]:
    return bool(cue.stressed), sum(map(len, cue.words))


def sheet() -> Image.Image:
    """Styles from top to bottom, each with a short and a long line; languages from left to
    right."""
    framing = framing_for("9:16")
    yuv = rgb_to_yuv(np.asarray(gradient((1080, 1920), (150, 160, 166), (70, 84, 98))))
    halves = (np.ascontiguousarray(yuv[::2, ::2, plane]) for plane in (1, 2))
    ground = YuvFrame(np.ascontiguousarray(yuv[..., 0]), *halves)
    rows = [(style, which) for style in caption_styles().values() for which in (0, 1)]
    width = round((_CROP[2] - _CROP[0]) * _SCALE) + _GAP
    height = round((_CROP[3] - _CROP[1]) * _SCALE) + _GAP
    size = (_MARGIN_LEFT + width * len(LINES), _HEAD + height * len(rows))
    picture = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(picture)
    for column, (language, texts) in enumerate(LINES.items()):
        font = ImageFont.truetype(_HINDI if language == "हिन्दी" else _FONT, 20)
        x = _MARGIN_LEFT + column * width
        draw.text((x + 4, 8), language, _INK, font)
        for row, (style, which) in enumerate(rows):
            place = (x, _HEAD + row * height)
            picture.paste(cell(texts[which], style, framing, ground), place)
    for row, (style, which) in enumerate(rows):
        if which == 0:
            top = _HEAD + row * height + height - 14
            draw.text((6, top), style.name, _INK, ImageFont.truetype(_FONT, 20))
    return picture


def main() -> None:
    """Write the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path, nargs="?", default=Path("docs/images/captions.jpg"))
    sheet().save(parser.parse_args().picture, quality=86)


if __name__ == "__main__":
    main()
