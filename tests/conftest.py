"""Fixtures that every kind of test may use."""

import unrealugc.jobs  # noqa: F401 - makes every job known by its name

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.api",
    "tests.fixtures.worker",
    "tests.fixtures.accounts",
]
