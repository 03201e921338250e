"""Cycles on the CPU, tuned for few samples and the denoiser."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bpy
import numpy as np
from numpy.typing import NDArray

from tools.creators.stage import HEIGHT, WIDTH

Picture = NDArray[np.float32]
"""(H, W, 4) linear light, premultiplied alpha, first row on top."""

Box = tuple[int, int, int, int]
"""x, y, width, height in canvas pixels."""


def new_scene() -> None:
    """Start from nothing."""
    bpy.ops.wm.read_factory_settings(use_empty=True)


_THREADS: list[int] = []


def use_threads(count: int) -> None:
    """Render with so many threads from now on."""
    _THREADS[:] = [count]


def set_up(transparent: bool = True) -> None:
    """Choose the renderer's settings; noise is the same in every frame."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device = "CPU"
    cycles.seed = 1
    cycles.use_adaptive_sampling = False
    cycles.use_light_tree = True
    cycles.use_denoising = True
    cycles.denoiser = "OPENIMAGEDENOISE"
    cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    cycles.denoising_prefilter = "FAST"
    cycles.denoising_quality = "BALANCED"
    cycles.max_bounces = 3
    cycles.diffuse_bounces = 1
    cycles.glossy_bounces = 2
    cycles.transmission_bounces = 2
    cycles.transparent_max_bounces = 8
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 3.0
    cycles.pixel_filter_type = "BLACKMAN_HARRIS"
    cycles.filter_width = 1.25
    scene.cycles_curves.shape = "RIBBONS"
    scene.cycles_curves.subdivisions = 2
    scene.render.use_persistent_data = True
    if _THREADS:
        scene.render.threads_mode, scene.render.threads = "FIXED", _THREADS[0]
    scene.render.film_transparent = transparent
    scene.view_settings.view_transform = "Standard"
    settings = scene.render.image_settings
    settings.file_format, settings.color_mode, settings.color_depth = "OPEN_EXR", "RGBA", "16"
    settings.exr_codec = "NONE"


def shoot(samples: int, scale: float = 1.0, box: Box | None = None) -> Picture:
    """Render the scene.

    Args:
        samples: light paths a pixel.
        scale: size relative to the canvas.
        box: only this part of the canvas; its edges should fall on whole scaled pixels.

    Returns:
        The picture (of the box), at ``scale``.
    """
    scene = bpy.context.scene
    scene.cycles.samples = samples
    scene.render.resolution_x, scene.render.resolution_y = WIDTH, HEIGHT
    scene.render.resolution_percentage = round(scale * 100)
    scene.render.use_border = scene.render.use_crop_to_border = box is not None
    if box is not None:
        x, y, width, height = box
        scene.render.border_min_x, scene.render.border_max_x = x / WIDTH, (x + width) / WIDTH
        scene.render.border_max_y = 1 - y / HEIGHT
        scene.render.border_min_y = 1 - (y + height) / HEIGHT
    return _write_and_load()


def shoot_square(size: int, samples: int) -> Picture:
    """Render the scene into a square of ``size`` pixels."""
    scene = bpy.context.scene
    scene.cycles.samples = samples
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.render.use_border = False
    return _write_and_load()


def _write_and_load() -> Picture:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "frame.exr"
        bpy.context.scene.render.filepath = str(path)
        with _quiet():
            bpy.ops.render.render(write_still=True)
        return _load(path)


def _load(path: Path) -> Picture:
    picture = bpy.data.images.load(str(path))
    width, height = picture.size
    pixels = np.empty(width * height * 4, dtype=np.float32)
    picture.pixels.foreach_get(pixels)
    bpy.data.images.remove(picture)
    return pixels.reshape(height, width, 4)[::-1].copy()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Blender's progress off standard output, which it writes to from C."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def developed(picture: Picture, exposure: float | NDArray[np.float64] = 1.0) -> Picture:
    """Turn linear, premultiplied light into straight sRGB values 0…1 with a soft shoulder.

    Values up to 0.55 stay linear, above that they approach white smoothly, as a phone's
    tone mapping does.

    Args:
        picture: the light.
        exposure: factor, one number or (3,) for red, green and blue.
    """
    alpha = picture[..., 3:4]
    light = picture[..., :3] / np.maximum(alpha, 1e-4) * np.float32(exposure)
    light = np.clip(light, 0, None)
    knee = 0.55
    over = np.maximum(light - knee, 0)
    light = np.minimum(light, knee) + (1 - knee) * (1 - np.exp(-over / (1 - knee) * 0.9))
    curve = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.concatenate([np.clip(curve, 0, 1), np.clip(alpha, 0, 1)], axis=2).astype(np.float32)
