"""The ledger in plain Python: what the real one must agree with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from unrealugc.errors import InsufficientCredits
from unrealugc.ledger.entries import POOLS, Pool
from unrealugc.ledger.errors import AmountNotAllowed, HoldClosed, KeyReused, NoHold
from unrealugc.ledger.service import Balance

Amounts = dict[Pool, int]


def nothing() -> Amounts:
    """No credits in any pool."""
    return dict.fromkeys(POOLS, 0)


@dataclass
class Hold:
    """One hold: what it took, and how it ended, if it did."""

    held: Amounts
    ended: Literal["settled", "released"] | None = None
    charged: int = 0

    @property
    def total(self) -> int:
        return sum(self.held.values())


@dataclass
class Model:
    """One account's credits. Methods mirror the service's verbs and raise what they raise."""

    available: Amounts = field(default_factory=nothing)
    keys: dict[str, tuple[object, ...]] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    spent: dict[str, Amounts] = field(default_factory=dict)

    @property
    def balance(self) -> Balance:
        held = sum(hold.total for hold in self.holds.values() if hold.ended is None)
        return Balance(self.available["subscription"], self.available["purchased"], held)

    def grant(self, pool: Pool, amount: int, key: str) -> None:
        if self._is_new(f"grant {key}", pool, amount):
            self.available[pool] += amount

    def expire(self, key: str) -> None:
        if self._is_new(f"expire {key}"):
            self.available["subscription"] = 0

    def hold(self, reference: str, amount: int) -> None:
        last = self.holds.get(reference)
        if last is not None and last.ended is None:
            if last.total != amount:
                raise KeyReused
            return
        if amount > sum(self.available.values()):
            raise InsufficientCredits(amount, sum(self.available.values()))
        held = nothing()
        for pool in POOLS:
            held[pool] = min(amount - sum(held.values()), self.available[pool])
            self.available[pool] -= held[pool]
        self.holds[reference] = Hold(held)

    def settle(self, reference: str, amount: int) -> None:
        hold = self._last(reference)
        if amount > hold.total:
            raise AmountNotAllowed
        if hold.ended is not None:
            if (hold.ended, hold.charged) != ("settled", amount):
                raise HoldClosed
            return
        hold.ended, hold.charged = "settled", amount
        spent = self.spent.setdefault(reference, nothing())
        for pool in POOLS:
            charged = min(amount, hold.held[pool])
            amount -= charged
            spent[pool] += charged
            self.available[pool] += hold.held[pool] - charged

    def release(self, reference: str) -> None:
        hold = self._last(reference)
        if hold.ended == "settled":
            raise HoldClosed
        if hold.ended is None:
            hold.ended = "released"
            for pool, amount in hold.held.items():
                self.available[pool] += amount

    def refund(self, reference: str, amount: int, key: str) -> None:
        self._last(reference)
        known = self.keys.get(f"refund {key}")
        if known is not None:
            if known != (reference, amount):
                raise KeyReused
            return
        spent = self.spent.get(reference, nothing())
        if amount > sum(spent.values()):
            raise AmountNotAllowed
        self.keys[f"refund {key}"] = (reference, amount)
        for pool in reversed(POOLS):
            share = min(amount, spent[pool])
            amount -= share
            spent[pool] -= share
            self.available[pool] += share

    def _last(self, reference: str) -> Hold:
        if reference not in self.holds:
            raise NoHold
        return self.holds[reference]

    def _is_new(self, key: str, *what: object) -> bool:
        if key in self.keys:
            if self.keys[key] != what:
                raise KeyReused
            return False
        self.keys[key] = what
        return True
