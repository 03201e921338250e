"""Fixtures that every kind of test may use."""

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.api", "tests.fixtures.accounts"]
