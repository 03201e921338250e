"""Where the hands are in a person's picture, and how far what is there moves with them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.creators.hands import HANDS
from tools.creators.person import Person
from tools.creators.pose import subtree_weight
from tools.creators.render import Box
from tools.creators.stage import HEIGHT, WIDTH, Camera

Floats = NDArray[np.float64]

STEP = 8
"""Canvas pixels a pixel of the picture of weights."""

GRID = 4
MARGIN = 36
"""Canvas pixels around the hands that are rendered as sharply as they are."""

SOFT = 4.0
"""How far, in pixels of the picture of weights, clothes follow the hands before them."""


@dataclass(frozen=True)
class Gesturing:
    """Hands in a picture.

    Attributes:
        box: around them and what they hold, canvas pixels.
        sharp: (h, w) of the box, 1 on the hands and what they hold … 0 on the clothes.
        weight: (HEIGHT / 8, WIDTH / 8) 255 moves with the hands … 0 not at all.
    """

    box: Box
    sharp: NDArray[np.float32]
    weight: NDArray[np.uint8]


def near_hands(person: Person, camera: Camera) -> Gesturing | None:
    """Return where a person's hands are, or None if they are not to be seen."""
    figure = person.figure
    points, weights = [camera.project(person.held)], [np.ones(len(person.held))]
    for side, grip in zip("lr", HANDS.get(figure.stance.arms, (None, None)), strict=True):
        if grip is None:
            continue
        skin = figure.skin(figure.neutral)
        follows = figure.skin(subtree_weight(f"lowerarm01.{side.upper()}")[:, None])[:, 0] > 0.5
        elbow, wrist = figure.joint(f"{side}-elbow"), figure.joint(f"{side}-hand")
        fore = wrist - elbow
        along = np.clip((skin[follows] - elbow) @ fore / (fore @ fore), 0, 1)
        points.append(camera.project(skin[follows]))
        # The forearm turns about the elbow: what is nearer to it moves less.
        weights.append(along)
    if len(points) == 1:
        return None
    at, share = np.concatenate(points), np.concatenate(weights)
    hands = at[share > 0.98]
    box = _around(hands)
    return Gesturing(box, _silhouette(hands, points[0], box), _spread(at, share))


def _around(points: Floats) -> Box:
    low, high = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
    x0, y0 = (int(max(v, 0) // GRID * GRID) for v in low)
    x1, y1 = (int(min(v, end) // GRID * GRID) for v, end in zip(high, (WIDTH, HEIGHT), strict=True))
    return x0, y0, x1 - x0, y1 - y0


def _silhouette(hands: Floats, held: Floats, box: Box) -> NDArray[np.float32]:
    """Return where in a box the hands are; beside them clothes keep the grain of all others."""
    x, y, width, height = box
    mask = np.zeros((height // GRID, width // GRID), dtype=np.float32)
    cell = np.floor((hands - [x, y]) / GRID).astype(int)
    cell = cell[((cell >= 0) & (cell < [mask.shape[1], mask.shape[0]])).all(axis=1)]
    mask[cell[:, 1], cell[:, 0]] = 1.0
    if len(held):
        outline = cv2.convexHull(np.round((held - [x, y]) / GRID).astype(np.int32))
        cv2.fillConvexPoly(mask, outline, 1.0)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    mask = cv2.GaussianBlur(cv2.dilate(mask, np.ones((3, 3), np.uint8)), (0, 0), 1.0)
    return np.asarray(cv2.resize(mask, (width, height)), dtype=np.float32)


def _spread(points: Floats, share: Floats) -> NDArray[np.uint8]:
    width, height = WIDTH // STEP, HEIGHT // STEP
    cell = np.floor(points / STEP).astype(int)
    seen = ((cell >= 0) & (cell < [width, height])).all(axis=1)
    weight = np.zeros((height, width), dtype=np.float32)
    np.maximum.at(weight, (cell[seen, 1], cell[seen, 0]), share[seen].astype(np.float32))
    whole = cv2.morphologyEx(weight, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    whole = cv2.dilate(whole, np.ones((5, 5), np.uint8))
    soft = cv2.GaussianBlur(whole, (0, 0), SOFT)
    return np.asarray(np.clip(soft * 255 + 0.5, 0, 255), dtype=np.uint8)
