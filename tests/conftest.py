"""Fixtures that every kind of test may use."""

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import unrealugc.jobs  # noqa: F401 - makes every job known by its name

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.api",
    "tests.fixtures.worker",
    "tests.fixtures.accounts",
    "tests.fixtures.portrait",
]

# A busy machine is slow, which says nothing about the code; the same examples every time, so
# that a failure in one place is one everywhere.
hypothesis_settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
hypothesis_settings.load_profile("repeatable")
