"""PostgreSQL refuses to run as root; under root it gets an ordinary user of its own."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import time
from pathlib import Path

_NAME = "unrealugc"
_TRIES = 20
_TRAVERSE = stat.S_IXGRP | stat.S_IXOTH
_READ = stat.S_IRGRP | stat.S_IROTH


def server_user() -> pwd.struct_passwd | None:
    """The user that the server must run as, or ``None`` for the present one.

    Under root that is the user ``unrealugc``, made when missing, or ``nobody`` where none
    can be made.
    """
    if os.geteuid() != 0:
        return None
    for _ in range(_TRIES):
        entry = _lookup(_NAME)
        if entry is not None:
            return entry
        try:
            subprocess.run(
                ["useradd", "--system", "--shell", "/usr/sbin/nologin", _NAME],
                check=True,
                capture_output=True,
                timeout=30,
            )
        except FileNotFoundError:
            break
        except subprocess.SubprocessError:
            # Another process holds the lock of the user database, perhaps for the same end.
            time.sleep(0.25)
    entry = _lookup("nobody")
    if entry is None:
        raise PermissionError("PostgreSQL cannot run as root. Start UnrealUGC as another user.")
    return entry


def _lookup(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def let_reach(path: Path) -> None:
    """Let other users pass through the folders above ``path``, without listing them."""
    for folder in path.parents:
        _add(folder, _TRAVERSE)


def let_run(folder: Path) -> None:
    """Let other users run the programs in ``folder``."""
    let_reach(folder / "any")
    for path in folder.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            _add(path, _READ | (_TRAVERSE if runs else 0))


def _add(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(stat.S_IMODE(mode) | bits)
