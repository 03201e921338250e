"""Accounts, their API keys, and who may come in."""
