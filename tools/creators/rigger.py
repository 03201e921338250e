"""Renders one creator and writes the rig folder that the studio engine plays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.creators import regions, render
from tools.creators.assets import ATTRIBUTION
from tools.creators.exposure import expose
from tools.creators.gesturing import Gesturing, near_hands
from tools.creators.mesh import vertex_normals
from tools.creators.person import Person, read_appearance
from tools.creators.pose import TRUNK
from tools.creators.settings import find_setting, read_place, shoot_setting
from tools.creators.sharpness import enlarged, feather
from tools.creators.sprites import FACE_SCALE, WEBP_EFFORT, bake_strips
from tools.creators.stage import CHIN_VERTEX, HEIGHT, WIDTH, Camera, add_camera, add_light, frame

Pixels = NDArray[np.float32]
Box = render.Box

BODY_SCALE, BODY_SAMPLES = 0.5, 2
FACE_SAMPLES, HAND_SAMPLES = 3, 2
GRID = 4
"""Boxes lie on multiples of this, so that they fall on whole pixels at every scale used."""


def bake_rig(entry: dict[str, Any], out: Path, stamp: dict[str, str]) -> None:
    """Bake a creator.

    Args:
        entry: the creator's YAML.
        out: the folder that holds the rigs.
        stamp: what the rig was made of, kept in it as ``baked_from``.
    """
    folder = out / entry["slug"]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    backdrop = shoot_setting(read_place(entry), sum(entry["slug"].encode()))
    Image.fromarray(backdrop).save(folder / "background.webp", quality=80, method=WEBP_EFFORT)

    person, camera = _set_scene(entry)
    boxes = _boxes(person, camera)
    hands = near_hands(person, camera)
    raw = _portrait(boxes["face"], hands)
    exposure = expose(raw, (0, 0), person, camera)
    base = render.developed(raw, exposure)
    _save_person(base, folder)
    parts = bake_strips(person, camera, boxes, base, exposure, folder)
    _save_motion(person, camera, folder)
    if hands:
        Image.fromarray(hands.weight).save(folder / "hands.png", optimize=True)
    chin = person.figure.neutral[CHIN_VERTEX]
    neck = camera.project(person.figure.joint("neck")[None])[0]
    centre = camera.project((person.figure.joint("head")[None] + chin) / 2)[0]
    rig = {
        "version": 1,
        "slug": entry["slug"],
        "canvas": [WIDTH, HEIGHT],
        **parts,
        **({"hands": {"box": list(hands.box)}} if hands else {}),
        "head": {"pivot": _whole(neck), "center": _whole(centre)},
        "mouth_line": _whole(_mouth_centre(person, camera)),
        "attribution": ATTRIBUTION,
        "baked_from": stamp,
    }
    (folder / "rig.json").write_text(json.dumps(rig, indent=1) + "\n", "utf-8")


def draft_picture(entry: dict[str, Any], scale: float, out: Path) -> None:
    """Render only the person, small, on grey: for working on looks."""
    folder = out / entry["slug"]
    folder.mkdir(parents=True, exist_ok=True)
    person, camera = _set_scene(entry)
    raw = render.shoot(4, scale)
    exposure = expose(cv2.resize(raw, (WIDTH, HEIGHT)), (0, 0), person, camera)
    picture = render.developed(raw, exposure)
    alpha = picture[..., 3:]
    flat = picture[..., :3] * alpha + 0.62 * (1 - alpha)
    Image.fromarray((flat * 255 + 0.5).astype(np.uint8)).save(folder / "draft.png")


def _set_scene(entry: dict[str, Any]) -> tuple[Person, Camera]:
    render.new_scene()
    look = read_appearance(entry)
    person = Person(look)
    camera = frame(person.figure)
    add_camera(camera)
    add_light(camera, find_setting(read_place(entry)).lighting)
    render.set_up()
    return person, camera


def _whole(point: NDArray[np.float64]) -> list[int]:
    return [round(float(value)) for value in point]


def _mouth_centre(person: Person, camera: Camera) -> NDArray[np.float64]:
    lips = regions.painted_mask("lips", 0) > 0.5
    body = np.arange(len(lips)) < person.figure.group("body").max()
    points = camera.project(person.figure.neutral[lips & body])
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def _boxes(person: Person, camera: Camera) -> dict[str, Box]:
    """Lay the boxes out around the face, in eye distances."""
    figure = person.figure
    left, right = camera.project(np.stack([figure.joint("l-eye"), figure.joint("r-eye")]))
    unit = float(left[0] - right[0])
    eyes, mouth = (left + right) / 2, _mouth_centre(person, camera)
    chin = camera.project(figure.neutral[CHIN_VERTEX][None])[0]

    def box(x: float, top: float, bottom: float, half: float) -> Box:
        x0, y0 = (int((v) // GRID * GRID) for v in (x - half * unit, top))
        return x0, y0, round(2 * half * unit / GRID) * GRID, round((bottom - top) / GRID) * GRID

    return {
        "face": box(eyes[0], eyes[1] - 1.85 * unit, chin[1] + 0.62 * unit, 1.62),
        "mouth": box(mouth[0], mouth[1] - 0.64 * unit, chin[1] + 0.46 * unit, 0.86),
        "eyes": box(eyes[0], eyes[1] - 0.36 * unit, eyes[1] + 0.38 * unit, 1.02),
        "brows": box(eyes[0], eyes[1] - 1.15 * unit, eyes[1] - 0.12 * unit, 1.08),
    }


def _portrait(face: Box, hands: Gesturing | None) -> Pixels:
    """Return a person's light: the body rendered smaller, the face and hands sharper."""
    body = enlarged(render.shoot(BODY_SAMPLES, BODY_SCALE), WIDTH, HEIGHT)
    _sharpen(body, face, feather(face[2], face[3], 28), FACE_SAMPLES)
    if hands:
        soft = feather(hands.box[2], hands.box[3], 12) * hands.sharp
        _sharpen(body, hands.box, soft, HAND_SAMPLES)
    return _soft_edges(_filled(body))


def _sharpen(body: Pixels, box: Box, mask: Pixels, samples: int) -> None:
    """Render a box of the picture anew, sharper, and blend it in by a mask (h, w)."""
    x, y, width, height = box
    sharp = enlarged(render.shoot(samples, FACE_SCALE, box), width, height)
    part = body[y : y + height, x : x + width]
    body[y : y + height, x : x + width] = part + mask[..., None] * (sharp - part)


def _filled(picture: Pixels) -> Pixels:
    """Close pinholes between strands, through which a bright background would sparkle."""
    alpha = np.clip(picture[..., 3], 0, 1)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    missing = np.clip(cv2.morphologyEx(alpha, cv2.MORPH_CLOSE, brush) - alpha, 0, 1)[..., None]
    missing *= regions.ramp(cv2.GaussianBlur(alpha, (0, 0), 9), 0.78, 0.95)[..., None]
    around = cv2.GaussianBlur(picture, (0, 0), 3.0)
    around = around / np.maximum(around[..., 3:], 1e-3)
    return np.asarray(picture + missing * around, dtype=np.float32)


def _soft_edges(picture: Pixels) -> Pixels:
    """Calm the speckle of few samples where single hairs meet the background."""
    alpha = np.clip(picture[..., 3], 0, 1)
    kernel = np.ones((5, 5), np.uint8)
    edge = cv2.dilate(alpha, kernel) - cv2.erode(alpha, kernel)
    share = cv2.GaussianBlur(np.clip(edge * 1.5, 0, 1), (0, 0), 1.0)[..., None]
    # The median takes lone dots away; colours follow from what is near, as far as it covers.
    calm = cv2.GaussianBlur(cv2.medianBlur(alpha.astype(np.float32), 5), (0, 0), 1.1)[..., None]
    near = cv2.GaussianBlur(picture, (0, 0), 1.5)
    covered = near / np.maximum(near[..., 3:], 1e-3) * calm
    picture = picture + share * (covered - picture)
    picture[..., 3] = np.clip(picture[..., 3], 0, 1)
    return picture


def _save_person(base: Pixels, folder: Path) -> None:
    Image.fromarray((base * 255 + 0.5).astype(np.uint8), "RGBA").save(
        folder / "person.webp", quality=86, alpha_quality=90, method=WEBP_EFFORT, exact=False
    )


def _save_motion(person: Person, camera: Camera, folder: Path) -> None:
    """Write how the picture moves: head weight, depth and breath, at an eighth of the size."""
    figure = person.figure
    points = camera.project(figure.neutral)
    depth = -figure.neutral[:, 1]
    index = np.concatenate([figure.group("body"), figure.group("helper-hair")])
    # Raised hands are nearer than any face, and would make it flat.
    trunk = depth[index[np.abs(figure.base.vertices[index, 0]) < TRUNK]]
    head, near = figure.head_weight(), np.clip((depth - trunk.min()) / np.ptp(trunk), 0, 1)
    shoulder = camera.project(figure.joint("l-shoulder")[None])[0, 1]
    width, height = WIDTH // 8, HEIGHT // 8
    rows = np.arange(height, dtype=np.float64) * 8 + 4
    front = index[vertex_normals(figure.neutral, figure.base.faces["body"])[index][:, 1] < 0.2]
    motion = np.zeros((height, width, 3), dtype=np.float32)
    for channel, values in ((0, head), (1, near)):
        total, weight = np.zeros((height, width)), np.full((height, width), 1e-6)
        cell = np.clip((points[front] // 8).astype(int), 0, [width - 1, height - 1])
        np.add.at(total, (cell[:, 1], cell[:, 0]), values[front])
        np.add.at(weight, (cell[:, 1], cell[:, 0]), 1.0)
        spread = (2.0, 5.0, 12.0, 40.0)
        smooth = sum(
            cv2.GaussianBlur(total, (0, 0), s) / 50**i for i, s in enumerate(spread)
        ) / sum(cv2.GaussianBlur(weight, (0, 0), s) / 50**i for i, s in enumerate(spread))
        motion[..., channel] = smooth
    breath = regions.ramp(rows, shoulder - 60, shoulder + 160)
    breath *= 1 - 0.6 * regions.ramp(rows, HEIGHT - 600, HEIGHT)
    motion[..., 2] = breath[:, None]
    Image.fromarray((np.clip(motion, 0, 1) * 255 + 0.5).astype(np.uint8)).save(
        folder / "motion.png", optimize=True
    )
