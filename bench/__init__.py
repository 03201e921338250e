"""Measurements, one command each, that print ratios."""
