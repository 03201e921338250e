"""The ledger's verbs."""

from __future__ import annotations

from dataclasses import dataclass

from unrealugc.core.db import Connection


@dataclass(frozen=True)
class Balance:
    """Credits of an account, in whole credits.

    ``subscription`` and ``purchased`` are spendable; ``held`` is set aside for videos that
    are being made.
    """

    subscription: int
    purchased: int
    held: int

    @property
    def available(self) -> int:
        """What can be spent now."""
        return self.subscription + self.purchased


async def balance(connection: Connection, account_id: str) -> Balance:
    """The account's balance: the sum of its entries."""
    raise NotImplementedError
