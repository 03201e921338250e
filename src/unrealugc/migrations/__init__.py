"""The schema's history, run by :mod:`unrealugc.core.migrate`."""
