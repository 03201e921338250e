"""Several connections at once, some of them killed in the middle: every credit is accounted for.

Hypothesis writes a program for each connection. They run side by side, and a killer ends
connections wherever they happen to be, in the middle of a statement or of a commit. Whoever
loses its connection does what a worker does: connects again and repeats what it was doing.
What must come out follows from the verbs' answers alone.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.books import check_books, connect

from unrealugc.accounts import service as accounts
from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.errors import InsufficientCredits
from unrealugc.ledger import service as ledger
from unrealugc.ledger.entries import Pool
from unrealugc.ledger.errors import AmountNotAllowed, HoldClosed, NoHold
from unrealugc.ledger.service import Balance

OPENING: dict[Pool, int] = {"subscription": 60, "purchased": 90}
VIDEOS = ("a", "b", "c", "d", "e", "f")


@dataclass(frozen=True)
class Step:
    """One call: a grant's or refund's key tells which repetitions are the same one."""

    verb: Literal["grant", "hold", "settle", "release", "refund"]
    video: str
    amount: int

    @property
    def key(self) -> str:
        return f"{self.video}{self.amount}"


STEPS = st.builds(
    Step,
    st.sampled_from(["grant", "hold", "hold", "settle", "settle", "release", "refund"]),
    st.sampled_from(VIDEOS),
    st.sampled_from([5, 20, 35]),
)
PROGRAMS = st.lists(st.lists(STEPS, min_size=4, max_size=10), min_size=3, max_size=4)


@dataclass
class Run:
    """What a set of programs did, as their calls were answered."""

    url: str
    account: str
    granted: dict[str, int] = field(default_factory=dict)
    refunded: dict[str, int] = field(default_factory=dict)
    settled: dict[str, int] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    alive: set[int] = field(default_factory=set)
    killed: Counter[str] = field(default_factory=Counter)

    async def program(self, steps: list[Step]) -> None:
        """Run one connection's steps, each to its end, over as many connections as it takes."""
        connection = await connect(self.url)
        for step in steps:
            while True:
                self.alive.add(connection.info.backend_pid)
                try:
                    async with connection.transaction():
                        await self.call(connection, step)
                except psycopg.OperationalError:
                    if not connection.closed:
                        raise  # not killed: a deadlock, say
                    self.killed[step.verb] += 1
                    await connection.close()
                    connection = await connect(self.url)
                except (InsufficientCredits, NoHold, HoldClosed, AmountNotAllowed):
                    break
                else:
                    self.note(step)
                    break
        self.alive.discard(connection.info.backend_pid)
        await connection.close()

    async def call(self, connection: Connection, step: Step) -> None:
        """Make the call."""
        reference = f"{self.account}-{step.video}"
        match step.verb:
            case "grant":
                await ledger.grant(
                    connection,
                    self.account,
                    step.amount,
                    pool="purchased",
                    reason="test",
                    key=step.key,
                )
            case "hold":
                await self.create_video(connection, reference, step.amount)
            case "settle":
                await ledger.settle(connection, reference, step.amount)
            case "release":
                await ledger.release(connection, reference)
            case "refund":
                await ledger.refund(connection, reference, step.amount, key=step.key)

    async def create_video(self, connection: Connection, reference: str, amount: int) -> None:
        """A hold as it really happens: once, together with the row of its video."""
        cursor = await connection.execute(
            "INSERT INTO made (reference, amount) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (reference, amount),
        )
        if cursor.rowcount:
            await ledger.hold(connection, self.account, amount, reference=reference)

    def note(self, step: Step) -> None:
        """Remember what the ledger said it did."""
        match step.verb:
            case "grant":
                self.granted[step.key] = step.amount
            case "refund":
                self.refunded[step.key] = step.amount
            case "settle":
                assert self.settled.setdefault(step.video, step.amount) == step.amount
            case "release":
                self.released.add(step.video)

    async def kill_some(self, pauses: list[float]) -> None:
        """End connections of the programs, one after each pause in seconds."""
        connection = await connect(self.url)
        for pause in pauses:
            await asyncio.sleep(pause)
            if self.alive:
                await connection.execute("SELECT pg_terminate_backend(%s)", (self.alive.pop(),))
        await connection.close()


async def run_side_by_side(
    url: str, programs: list[list[Step]], pauses: list[float]
) -> Counter[str]:
    """Run the programs, audit the books, and count the calls that were killed."""
    connection = await connect(url)
    account = await accounts.create(connection, email=f"{new_id()}@example.com")
    for pool, amount in OPENING.items():
        await ledger.grant(
            connection, account.id, amount, pool=pool, reason="test", key=f"opening {pool}"
        )
    run = Run(url, account.id)
    async with asyncio.timeout(60):
        await asyncio.gather(*(run.program(steps) for steps in programs), run.kill_some(pauses))
    assert not run.released & set(run.settled), "a hold ended in two ways"
    await check_books(connection)
    cursor = await connection.execute(
        "SELECT reference, amount FROM made WHERE reference LIKE %s", (f"{account.id}-%",)
    )
    held = {row["reference"].rpartition("-")[2]: row["amount"] async for row in cursor}
    charged = sum(run.settled.values()) - sum(run.refunded.values())
    still_held = sum(
        amount for video, amount in held.items() if video not in run.released | set(run.settled)
    )
    total = sum(OPENING.values()) + sum(run.granted.values())
    balance = await ledger.balance(connection, account.id)
    assert (balance.held, balance.available) == (still_held, total - charged - still_held)
    await connection.close()
    return run.killed


def test_no_interleaving_and_no_crash_loses_makes_or_double_spends_a_credit(
    database_url: str,
) -> None:
    killed: Counter[str] = Counter()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE made (reference text PRIMARY KEY, amount bigint NOT NULL)")

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(PROGRAMS, st.lists(st.sampled_from([0.0, 0.002, 0.01, 0.03]), max_size=8))
    def check(programs: list[list[Step]], pauses: list[float]) -> None:
        killed.update(asyncio.run(run_side_by_side(database_url, programs, pauses)))

    check()
    assert killed.total() > 0, "nobody was killed: the test did not test crashes"


async def test_of_many_holds_at_once_only_those_the_balance_covers_are_made(
    database_url: str,
) -> None:
    connection = await connect(database_url)
    account = await accounts.create(connection, email="ada@example.com", opening_credits=100)

    async def try_to_hold(number: int) -> bool:
        own = await connect(database_url)
        try:
            async with own.transaction():
                await ledger.hold(own, account.id, 30, reference=f"video{number}")
        except InsufficientCredits:
            return False
        finally:
            await own.close()
        return True

    held = await asyncio.gather(*(try_to_hold(number) for number in range(12)))
    assert sum(held) == 3
    assert await ledger.balance(connection, account.id) == Balance(0, 10, 90)
    await connection.close()


async def test_of_settling_and_releasing_at_once_one_wins(database_url: str) -> None:
    connection = await connect(database_url)
    account = await accounts.create(connection, email="ada@example.com", opening_credits=100)

    async def end(video: str, how: str) -> str | None:
        own = await connect(database_url)
        try:
            async with own.transaction():
                if how == "settle":
                    await ledger.settle(own, video, 10)
                else:
                    await ledger.release(own, video)
        except HoldClosed:
            return None
        finally:
            await own.close()
        return how

    charged = 0
    for number in range(5):
        video = f"video{number}"
        await ledger.hold(connection, account.id, 10, reference=video)
        ways = await asyncio.gather(*(end(video, how) for how in ("settle", "release") * 3))
        winners = {how for how in ways if how}
        assert len(winners) == 1
        charged += 10 if winners == {"settle"} else 0
    assert await ledger.balance(connection, account.id) == Balance(0, 100 - charged, 0)
    await check_books(connection)
    await connection.close()
