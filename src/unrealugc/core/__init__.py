"""Machinery that knows no domain: database, ids, clock, HTTP, limits."""
