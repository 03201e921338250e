"""Settings as an environment, in which child processes find the very same ones."""

from __future__ import annotations

import json
import os

from pydantic import SecretStr

from unrealugc.config import Settings

_PREFIX = str(Settings.model_config["env_prefix"])


def environment_of(settings: Settings) -> dict[str, str]:
    """This process's environment, with exactly these settings in it."""
    environment = {
        name: value for name, value in os.environ.items() if not name.upper().startswith(_PREFIX)
    }
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if value is not None:
            environment[_PREFIX + name.upper()] = _text(value)
    return environment


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return json.dumps(value) if isinstance(value, tuple | list | dict) else str(value)
