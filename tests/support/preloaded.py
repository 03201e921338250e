"""What the tests' fork server imports."""

from __future__ import annotations

import os

PROCESS = os.getpid()
"""Which process imported it."""
