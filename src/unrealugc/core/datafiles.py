"""The package's own data files."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where PyYAML was built with it: eight times as fast."""


def read_text(package: str, path: str) -> str:
    """The text of a file that lies in a package, by its path from there."""
    return resources.files(package).joinpath(path).read_text(encoding="utf-8")


def read_yaml(package: str, path: str) -> Any:
    """What a YAML file in a package says."""
    return parse_yaml(read_text(package, path))


def parse_yaml(text: str) -> Any:
    """What YAML says, in plain types alone. Raises yaml.YAMLError."""
    return yaml.load(text, _LOADER)  # noqa: S506 (a safe loader)
