"""The ledger's verbs: ``grant``, ``hold``, ``settle``, ``release`` and ``refund``.

Nothing else writes credits. Every verb works in the caller's transaction, takes the lock of
its account first (so that writers of one account queue up and nobody spends a credit
twice), and can be repeated after a crash: the second call finds the first one's transaction
and changes nothing.

Each pool has four books, and each transaction moves credits between them so that it sums to
zero within the pool:

========  ============================================
grant     issued → available (an expiry the other way)
hold      available → held
settle    held → spent, the rest → available
release   held → available
refund    spent → available
========  ============================================
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unrealugc.core.db import Connection
from unrealugc.errors import InsufficientCredits, InvalidRequest
from unrealugc.ledger import repository
from unrealugc.ledger.entries import LARGEST_AMOUNT, POOLS, Pool, close, in_book, move, split
from unrealugc.ledger.errors import AmountNotAllowed, HoldClosed, KeyReused
from unrealugc.ledger.journal import closing, head_of, lock, lock_hold, open_hold, post_once
from unrealugc.ledger.repository import Movement


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


@dataclass(frozen=True)
class Settlement:
    """How a hold ended: what was charged and what went back, in credits."""

    charged: int
    returned: int


async def balance(connection: Connection, account_id: str) -> Balance:
    """The account's balance: the sum of its entries."""
    books = await repository.balances(connection, account_id)
    return Balance(
        subscription=books.get(("subscription", "available"), 0),
        purchased=books.get(("purchased", "available"), 0),
        held=sum(books.get((pool, "held"), 0) for pool in POOLS),
    )


async def history(
    connection: Connection, account_id: str, *, limit: int, before: str | None
) -> list[Movement]:
    """What changed the account's spendable credits, newest first.

    Args:
        limit: most movements returned.
        before: id of a movement; only those older than it are returned.

    Raises:
        InvalidRequest: ``before`` is not one of the account's movements.
    """
    if before is not None and not await repository.has_movement(connection, account_id, before):
        raise InvalidRequest.field("cursor", "is not an item of this list")
    return await repository.movements(connection, account_id, limit=limit, before=before)


async def grant(
    connection: Connection,
    account_id: str,
    amount: int,
    *,
    pool: Pool,
    reason: str,
    key: str,
    expires_at: datetime | None = None,
) -> None:
    """Give an account credits, once per ``key``.

    Args:
        amount: credits, 1..1 000 000 000.
        pool: where they go.
        reason: shown in the account's history, ``purchase`` for instance.
        key: names this grant within the account; a second one with it changes nothing.
        expires_at: when the period of a subscription grant ends; shown, see :func:`expire`.

    Raises:
        AmountNotAllowed: the amount is out of range.
        KeyReused: the key belongs to a grant of another amount or pool.
        LedgerError: there is no such account.
    """
    _check_amount(amount, smallest=1)
    entries = move({pool: amount}, "issued", "available")
    await lock(connection, account_id)
    head = head_of(account_id, "grant", f"grant:{key}", reason, expires_at=expires_at)
    await post_once(connection, head, entries)


async def expire(
    connection: Connection, account_id: str, *, key: str, reason: str = "expired"
) -> int:
    """Take back all that is available in the subscription pool: a grant reversed.

    Held credits stay held. What a failed video gives back later joins the pool again and
    expires with the period that is then running.

    Args:
        key: names the period that ends; a second expiry with it changes nothing.

    Returns:
        Credits taken back, 0 on a repetition.
    """
    await lock(connection, account_id)
    if await repository.by_key(connection, account_id, f"expire:{key}") is not None:
        return 0
    left = (await balance(connection, account_id)).subscription
    # Posted even when nothing is left: the period is closed from here on, and what comes
    # back later must survive a repetition.
    head = head_of(account_id, "grant", f"expire:{key}", reason)
    await repository.post(connection, head, move({"subscription": left}, "available", "issued"))
    return left


async def hold(connection: Connection, account_id: str, amount: int, *, reference: str) -> None:
    """Set credits aside for a video, those of the subscription first.

    A reference has at most one open hold. Repeating the call while it is open changes
    nothing; once it is settled or released, the next call opens a new one (a retried video).

    Args:
        amount: credits, 0..1 000 000 000.
        reference: the video's id.

    Raises:
        InsufficientCredits: the balance is smaller than the amount.
        KeyReused: the reference has an open hold of another amount or account.
    """
    _check_amount(amount, smallest=0)
    await lock(connection, account_id)
    opened = await open_hold(connection, reference)
    if opened is not None:
        held = in_book(await repository.entries_of(connection, opened.id), "held")
        if opened.account_id != account_id or sum(held.values()) != amount:
            raise KeyReused(f"{reference} already has an open hold for something else")
        return
    present = await balance(connection, account_id)
    if present.available < amount:
        raise InsufficientCredits(required=amount, available=present.available)
    shares = split(amount, {"subscription": present.subscription, "purchased": present.purchased})
    count = await repository.count_holds(connection, reference)
    head = head_of(account_id, "hold", f"hold:{reference}:{count + 1}", "video", reference)
    await repository.post(connection, head, move(shares, "available", "held"))


async def settle(connection: Connection, reference: str, amount: int) -> Settlement:
    """Charge a video's hold and give the rest back into the pools it came from.

    Subscription credits are charged first. A repetition with the same amount changes nothing.

    Args:
        reference: the video's id.
        amount: credits to charge, 0 up to what is held.

    Raises:
        NoHold: the reference has none.
        HoldClosed: it was released, or settled with another amount.
        AmountNotAllowed: more than what is held.
    """
    opened, held = await lock_hold(connection, reference)
    total = sum(held.values())
    if not 0 <= amount <= total:
        raise AmountNotAllowed(f"{reference} holds {total} credits; {amount} cannot be charged")
    ended = await repository.closing_of(connection, opened.id)
    if ended is None:
        head = closing(opened, "settle")
        await repository.post(connection, head, close(held, split(amount, held)))
    else:
        entries = await repository.entries_of(connection, ended.id)
        if ended.kind != "settle" or sum(in_book(entries, "spent").values()) != amount:
            raise HoldClosed(f"The hold of {reference} was already ended by a {ended.kind}")
    return Settlement(charged=amount, returned=total - amount)


async def release(connection: Connection, reference: str) -> int:
    """Give all of a video's hold back into the pools it came from.

    A repetition changes nothing.

    Returns:
        Credits given back.

    Raises:
        NoHold: the reference has none.
        HoldClosed: it was settled.
    """
    opened, held = await lock_hold(connection, reference)
    ended = await repository.closing_of(connection, opened.id)
    if ended is None:
        await repository.post(connection, closing(opened, "release"), close(held, {}))
    elif ended.kind != "release":
        raise HoldClosed(f"The hold of {reference} was already settled; refund it instead")
    return sum(held.values())


async def refund(connection: Connection, reference: str, amount: int, *, key: str) -> None:
    """Give back credits that a video was charged, purchased ones first, once per ``key``.

    Args:
        reference: the video's id.
        amount: credits, 1 up to what was charged and not yet refunded.
        key: names this refund within the account.

    Raises:
        NoHold: nothing was ever held for the reference.
        AmountNotAllowed: more than what can be refunded.
        KeyReused: the key belongs to another refund.
    """
    _check_amount(amount, smallest=1)
    opened, _ = await lock_hold(connection, reference)
    head = head_of(opened.account_id, "refund", f"refund:{key}", "refund", reference)
    known = await repository.by_key(connection, opened.account_id, head.key)
    if known is not None:
        spent = in_book(await repository.entries_of(connection, known.id), "spent")
        if known.reference != reference or -sum(spent.values()) != amount:
            raise KeyReused(f"The refund {key} was for something else")
        return
    sums = await repository.sums_of_reference(connection, opened.account_id, reference)
    spent = {pool: sums.get((pool, "spent"), 0) for pool in reversed(POOLS)}
    if amount > sum(spent.values()):
        raise AmountNotAllowed(f"Only {sum(spent.values())} credits of {reference} can go back")
    await repository.post(connection, head, move(split(amount, spent), "spent", "available"))


def _check_amount(amount: int, *, smallest: int) -> None:
    if not smallest <= amount <= LARGEST_AMOUNT:
        raise AmountNotAllowed(f"{amount} is not within {smallest}..{LARGEST_AMOUNT} credits")
