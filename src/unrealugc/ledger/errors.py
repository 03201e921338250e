"""What goes wrong when the ledger is asked for something that its history forbids.

These are faults of the program, not of a caller of the API: nobody outside should ever see
one. What a caller can cause is :class:`unrealugc.errors.InsufficientCredits`.
"""

from __future__ import annotations


class LedgerError(RuntimeError):
    """The history does not allow this; nothing was written, and repeating it cannot help."""


class NoHold(LedgerError):
    """The reference has no hold."""


class HoldClosed(LedgerError):
    """The hold was already settled or released, differently from what is asked now."""


class KeyReused(LedgerError):
    """The idempotency key belongs to another transaction than the one asked for."""


class AmountNotAllowed(LedgerError):
    """More than what is held, more than what was spent, or out of range."""
