"""Signed notices about videos, delivered until they arrive or are given up."""
