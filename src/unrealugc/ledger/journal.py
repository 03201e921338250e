"""What the verbs share: the account's lock, its holds, and the heads of transactions."""

from __future__ import annotations

from datetime import datetime

from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.ledger import repository
from unrealugc.ledger.entries import Entry, Kind, Pool, in_book
from unrealugc.ledger.errors import KeyReused, LedgerError, NoHold
from unrealugc.ledger.repository import Transaction


async def lock(connection: Connection, account_id: str) -> None:
    """Keep other writers of the account's credits out until the transaction ends.

    Raises:
        LedgerError: there is no such account.
    """
    if not await repository.lock_account(connection, account_id):
        raise LedgerError(f"There is no account {account_id}")


async def lock_hold(connection: Connection, reference: str) -> tuple[Transaction, dict[Pool, int]]:
    """The newest hold of a reference and its credits by pool, with its account locked.

    Raises:
        NoHold: the reference never had one.
    """
    opened = await repository.last_hold(connection, reference)
    if opened is None:
        raise NoHold(f"No credits were ever held for {reference}")
    await lock(connection, opened.account_id)
    # Read again: while we waited for the lock, the reference may have got a newer hold.
    opened = await repository.last_hold(connection, reference) or opened
    return opened, in_book(await repository.entries_of(connection, opened.id), "held")


async def open_hold(connection: Connection, reference: str) -> Transaction | None:
    """The reference's hold that is neither settled nor released, or ``None``."""
    last = await repository.last_hold(connection, reference)
    if last is None or await repository.closing_of(connection, last.id) is not None:
        return None
    return last


def closing(opened: Transaction, kind: Kind) -> Transaction:
    """The head of the transaction that ends a hold."""
    return head_of(
        opened.account_id, kind, f"close:{opened.id}", "video", opened.reference, closes=opened.id
    )


async def post_once(connection: Connection, head: Transaction, entries: list[Entry]) -> None:
    """Append a transaction, unless its key says that it is there already.

    Raises:
        KeyReused: the key belongs to a transaction with other lines.
    """
    known = await repository.by_key(connection, head.account_id, head.key)
    if known is None:
        await repository.post(connection, head, entries)
        return
    before = await repository.entries_of(connection, known.id)
    if set(before) != set(entries):
        raise KeyReused(f"The key {head.key} was used for another transaction")


def head_of(
    account_id: str,
    kind: Kind,
    key: str,
    reason: str,
    reference: str | None = None,
    *,
    closes: str | None = None,
    expires_at: datetime | None = None,
) -> Transaction:
    """The head of a transaction, with an id of its own."""
    return Transaction(new_id(), account_id, kind, key, reason, reference, closes, expires_at)
