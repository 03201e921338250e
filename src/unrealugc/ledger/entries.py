"""What a transaction is made of: lines between the books of a pool, and how amounts divide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Pool = Literal["subscription", "purchased"]
"""Where an account's credits come from; ``subscription`` is spent first and expires."""

Book = Literal["available", "held", "spent", "issued"]
"""The four books of a pool. They always sum to zero: what was issued lies in the others."""

Kind = Literal["grant", "hold", "settle", "release", "refund"]

POOLS: tuple[Pool, ...] = ("subscription", "purchased")
"""The pools in the order in which they are spent."""

LARGEST_AMOUNT = 1_000_000_000
"""Most credits that one transaction moves."""


@dataclass(frozen=True)
class Entry:
    """One line of a transaction: ``amount`` credits into (or, negative, out of) a book."""

    pool: Pool
    book: Book
    amount: int


def split(amount: int, pools: Mapping[Pool, int]) -> dict[Pool, int]:
    """Take an amount out of pools, each emptied before the next; zero shares are left out."""
    shares: dict[Pool, int] = {}
    for pool, there in pools.items():
        share = min(amount, there)
        if share:
            shares[pool] = share
        amount -= share
    return shares


def move(shares: Mapping[Pool, int], source: Book, target: Book) -> list[Entry]:
    """The lines that move each pool's share from one book to another."""
    return [
        entry
        for pool, share in shares.items()
        for entry in (Entry(pool, source, -share), Entry(pool, target, share))
        if share
    ]


def close(held: Mapping[Pool, int], charges: Mapping[Pool, int]) -> list[Entry]:
    """The lines that end a hold: what is charged is spent, the rest is available again."""
    lines: list[Entry] = []
    for pool, amount in held.items():
        charged = charges.get(pool, 0)
        lines += [
            Entry(pool, "held", -amount),
            Entry(pool, "spent", charged),
            Entry(pool, "available", amount - charged),
        ]
    return [line for line in lines if line.amount]


def in_book(entries: Iterable[Entry], book: Book) -> dict[Pool, int]:
    """Amounts in a book by pool, in the order in which pools are spent."""
    found = {entry.pool: entry.amount for entry in entries if entry.book == book}
    return {pool: found[pool] for pool in POOLS if pool in found}
