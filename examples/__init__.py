"""Runnable examples that the docs show."""
