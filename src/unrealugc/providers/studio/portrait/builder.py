"""The whole way from a photo to a rig on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from scipy.interpolate import LinearNDInterpolator

from unrealugc.providers.base import Box
from unrealugc.providers.studio.portrait import eyes, mouth
from unrealugc.providers.studio.portrait.canvas import HEIGHT, WIDTH, Placed, around_face, place
from unrealugc.providers.studio.portrait.frame import FaceFrame, smoothstep
from unrealugc.providers.studio.portrait.interior import Light, paint_interior, without_teeth
from unrealugc.providers.studio.portrait.landmarks import CHIN, FOREHEAD, NOSE_TIP, find_landmarks
from unrealugc.providers.studio.portrait.mesh import FaceMesh, Flat
from unrealugc.providers.studio.portrait.segmentation import person_mask
from unrealugc.providers.studio.rig import (
    BROWS_SPRITES,
    EYES_SPRITES,
    MOTION_STEP,
    MOUTH_SPRITES,
    RIG_VERSION,
    Pixels,
)
from unrealugc.providers.studio.yuv import rounded

QUALITY = 88
_FEATHER = 22


@dataclass(frozen=True)
class _Sheet:
    box: Box
    names: Sequence[str]
    sprites: list[Pixels]
    mask: Pixels


def build_portrait_rig(photo: Pixels, folder: Path, *, slug: str) -> None:
    """Make a rig from a photo of a person and write it into ``folder``.

    Args:
        photo: RGB, uint8, shape (h, w, 3), upright. The largest face in it is taken.
        folder: created if needed; ``rig.json`` is written last.
        slug: the rig's name.

    Raises:
        NoFaceFound: the photo shows no face that can be made to speak.
    """
    photo, landmarks = around_face(photo, find_landmarks(photo))
    mask = person_mask(photo, landmarks[:, :2])
    placed = place(photo, landmarks, mask)
    mesh, frame = FaceMesh.of(placed.points), FaceFrame.of(placed.points)

    mouth_sheet = _mouth_sheet(placed, mesh, frame)
    person = _with_sprite(placed.pixels, mouth_sheet, "rest")
    sheets = {
        "mouth": mouth_sheet,
        "eyes": _eyes_sheet(person, mesh, frame),
        "brows": _brows_sheet(person, mesh, frame),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for part, sheet in sheets.items():
        _save(folder / f"{part}.webp", np.vstack(sheet.sprites))
        _save(folder / f"{part}_mask.webp", sheet.mask, lossless=True)
    _save(folder / "person.webp", np.dstack([person, placed.alpha]))
    _save(folder / "background.webp", placed.background)
    Image.fromarray(_motion(placed, frame)).save(folder / "motion.png")
    _write_manifest(folder, slug, placed, frame, sheets)


def _mouth_sheet(placed: Placed, mesh: FaceMesh, frame: FaceFrame) -> _Sheet:
    box = _box(frame, -0.50, 0.50, -0.20, _chin(placed, frame) + 0.26)
    light = Light.of(placed.pixels, mesh.points, placed.scale)
    source = without_teeth(placed.pixels, mesh.points, frame)
    sprites = []
    for name in MOUTH_SPRITES:
        shape = mouth.SHAPES[name]
        moved = mouth.shaped(mesh, frame, shape)
        bent = mesh.bend(source, moved, box)
        sprites.append(paint_interior(bent, moved, frame, shape, box, light))
    return _Sheet(box, MOUTH_SPRITES, sprites, _feathered(box))


def _eyes_sheet(person: Pixels, mesh: FaceMesh, frame: FaceFrame) -> _Sheet:
    local = frame.local(mesh.points)
    lids = [index for pair in eyes.LIDS for lid in pair for index in lid]
    top, bottom = local[lids, 1].min() - 0.055, local[lids, 1].max() + 0.065
    left, right = local[lids, 0].min() - 0.07, local[lids, 0].max() + 0.07
    box = _box(frame, left, right, top, bottom)
    sprites = []
    for name in EYES_SPRITES:
        shape = eyes.EYE_SHAPES[name]
        moved = eyes.with_lids(mesh, frame, shape)
        bent = eyes.lashes(mesh.bend(person, moved, box), moved, frame, shape, box)
        sprites.append(eyes.look(bent, mesh, frame, shape, box))
    return _Sheet(box, EYES_SPRITES, sprites, _feathered(box, 10))


def _brows_sheet(person: Pixels, mesh: FaceMesh, frame: FaceFrame) -> _Sheet:
    local = frame.local(mesh.points)
    brows = [*eyes.RIGHT_BROW, *eyes.LEFT_BROW]
    lids = [index for upper, _ in eyes.LIDS for index in upper]
    top, bottom = local[brows, 1].min() - 0.14, local[lids, 1].min() - 0.012
    left, right = local[brows, 0].min() - 0.08, local[brows, 0].max() + 0.08
    box = _box(frame, left, right, top, bottom)
    sprites = [mesh.bend(person, eyes.with_brows(mesh, frame, name), box) for name in BROWS_SPRITES]
    return _Sheet(box, BROWS_SPRITES, sprites, _feathered(box, 12))


def _box(frame: FaceFrame, left: float, right: float, top: float, bottom: float) -> Box:
    """The upright box on the canvas around a box of the face's own frame."""
    corners = np.array([[left, top], [right, top], [left, bottom], [right, bottom]])
    points = frame.canvas(corners)
    x0, y0 = np.maximum(np.floor(points.min(axis=0)).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(points.max(axis=0)).astype(int), (WIDTH, HEIGHT))
    return int(x0), int(y0), int(x1 - x0), int(y1 - y0)


def _chin(placed: Placed, frame: FaceFrame) -> float:
    return float(frame.local(placed.points[[CHIN], :2].astype(np.float64))[0, 1])


def _feathered(box: Box, feather: int = _FEATHER) -> Pixels:
    _, _, w, h = box
    rows = np.minimum(np.arange(h), np.arange(h)[::-1])[:, None]
    cols = np.minimum(np.arange(w), np.arange(w)[::-1])[None]
    edge = smoothstep(np.minimum(rows, cols).astype(np.float64), 1, feather)
    return rounded(edge * 255)


def _with_sprite(picture: Pixels, sheet: _Sheet, name: str) -> Pixels:
    x, y, w, h = sheet.box
    laid = picture.copy()
    share = sheet.mask[..., None] / 255
    sprite = sheet.sprites[list(sheet.names).index(name)]
    region = laid[y : y + h, x : x + w]
    region[:] = np.rint(region * (1 - share) + sprite * share)
    return laid


def _motion(placed: Placed, frame: FaceFrame) -> Pixels:
    """Head weight, depth and breath weight at one eighth of the canvas."""
    rows, cols = np.mgrid[0 : HEIGHT // MOTION_STEP, 0 : WIDTH // MOTION_STEP].astype(np.float64)
    places = np.stack([cols, rows], axis=-1).reshape(-1, 2) * MOTION_STEP + MOTION_STEP / 2
    below = frame.local(places)[:, 1].reshape(rows.shape) - _chin(placed, frame)
    head = 1 - smoothstep(below, 0.02, 0.42)
    breath = smoothstep(below, 0.22, 0.75)
    depth = _depth(placed, places).reshape(rows.shape)
    stacked = np.dstack([head, depth, breath])
    smooth = cv2.GaussianBlur(stacked, (0, 0), 2.0)
    return rounded(smooth * 255)


def _depth(placed: Placed, places: Flat) -> Flat:
    z = placed.points[:, 2].astype(np.float64)
    rim = float(np.percentile(z, 85))
    near = 0.35 + 0.65 * (rim - z) / max(1.0, rim - z[NOSE_TIP])
    found = LinearNDInterpolator(placed.points[:, :2].astype(np.float64), near)(places)
    depth: Flat = np.clip(np.nan_to_num(found, nan=0.30), 0, 1)
    return depth


def _write_manifest(
    folder: Path, slug: str, placed: Placed, frame: FaceFrame, sheets: dict[str, _Sheet]
) -> None:
    center = placed.points[[CHIN, FOREHEAD], :2].mean(axis=0)
    pivot = frame.canvas(np.array([[0.0, _chin(placed, frame) + 0.30]]))[0]
    manifest = {
        "version": RIG_VERSION,
        "slug": slug,
        "canvas": [WIDTH, HEIGHT],
        "head": {"pivot": _rounded(pivot), "center": _rounded(center)},
        "mouth_line": _rounded(frame.origin),
        "attribution": "made from an uploaded photo",
    }
    for part, sheet in sheets.items():
        manifest[part] = {"box": list(sheet.box), "sprites": list(sheet.names)}
    (folder / "rig.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def _rounded(point: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> list[float]:
    return [round(float(value), 1) for value in point]


def _save(path: Path, pixels: Pixels, *, lossless: bool = False) -> None:
    Image.fromarray(pixels).save(path, quality=QUALITY, method=2, lossless=lossless)
