"""Whatever is done in whatever order, the ledger agrees with a trivial model of itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.ledger.books import check_books, connect
from tests.ledger.model import Model

from unrealugc.accounts import service as accounts
from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.errors import InsufficientCredits
from unrealugc.ledger import service as ledger
from unrealugc.ledger.entries import Pool
from unrealugc.ledger.errors import LedgerError

AMOUNTS = st.integers(1, 60)
VIDEOS = st.sampled_from(["a", "b", "c"])
KEYS = st.sampled_from(["k1", "k2", "k3", "k4"])
POOL_NAMES: st.SearchStrategy[Pool] = st.sampled_from(["subscription", "purchased"])
# Now and then the connection dies after the work and before its commit.
CRASHES = st.sampled_from([False, False, False, False, True])

Verb = Callable[[Connection], Awaitable[object]]


class LedgerMachine(RuleBasedStateMachine):
    """One account, driven by all verbs on a connection that sometimes dies."""

    def __init__(self, url: str, runner: asyncio.Runner) -> None:
        super().__init__()
        self.url = url
        self.runner = runner
        self.model = Model()
        self.connection = self._connect()
        self.account = runner.run(self._open_account())

    @rule(pool=POOL_NAMES, amount=AMOUNTS, key=KEYS, crash=CRASHES)
    def grant(self, pool: Pool, amount: int, key: str, crash: bool) -> None:
        self._both(
            lambda c: ledger.grant(c, self.account, amount, pool=pool, reason="test", key=key),
            lambda: self.model.grant(pool, amount, key),
            crash,
        )

    @rule(key=KEYS, crash=CRASHES)
    def expire(self, key: str, crash: bool) -> None:
        self._both(
            lambda c: ledger.expire(c, self.account, key=key),
            lambda: self.model.expire(key),
            crash,
        )

    @rule(video=VIDEOS, amount=st.integers(0, 80), crash=CRASHES)
    def hold(self, video: str, amount: int, crash: bool) -> None:
        self._both(
            lambda c: ledger.hold(c, self.account, amount, reference=self._reference(video)),
            lambda: self.model.hold(video, amount),
            crash,
        )

    @rule(video=VIDEOS, amount=st.integers(0, 80), crash=CRASHES)
    def settle(self, video: str, amount: int, crash: bool) -> None:
        self._both(
            lambda c: ledger.settle(c, self._reference(video), amount),
            lambda: self.model.settle(video, amount),
            crash,
        )

    @rule(video=VIDEOS, crash=CRASHES)
    def release(self, video: str, crash: bool) -> None:
        self._both(
            lambda c: ledger.release(c, self._reference(video)),
            lambda: self.model.release(video),
            crash,
        )

    @rule(video=VIDEOS, amount=AMOUNTS, key=KEYS, crash=CRASHES)
    def refund(self, video: str, amount: int, key: str, crash: bool) -> None:
        self._both(
            lambda c: ledger.refund(c, self._reference(video), amount, key=key),
            lambda: self.model.refund(video, amount, key),
            crash,
        )

    @invariant()
    def agrees_with_the_model(self) -> None:
        balance = self.runner.run(ledger.balance(self.connection, self.account))
        assert balance == self.model.balance

    def teardown(self) -> None:
        self.runner.run(check_books(self.connection))
        self.runner.run(self.connection.close())

    def _both(self, real: Verb, model: Callable[[], object], crash: bool) -> None:
        if crash:
            self.runner.run(self._die_doing(real))
            self.connection = self._connect()
            return
        expected: type[Exception] | None = None
        try:
            model()
        except (LedgerError, InsufficientCredits) as error:
            expected = type(error)
        found: type[Exception] | None = None
        try:
            self.runner.run(self._commit(real))
        except (LedgerError, InsufficientCredits) as error:
            found = type(error)
        assert found == expected

    async def _commit(self, real: Verb) -> None:
        async with self.connection.transaction():
            await real(self.connection)

    async def _die_doing(self, real: Verb) -> None:
        try:
            async with self.connection.transaction():
                await real(self.connection)
                await self.connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        except (LedgerError, InsufficientCredits, psycopg.OperationalError):
            await self.connection.close()

    def _connect(self) -> Connection:
        return self.runner.run(connect(self.url))

    async def _open_account(self) -> str:
        account = await accounts.create(self.connection, email=f"{new_id()}@example.com")
        return account.id

    def _reference(self, video: str) -> str:
        return f"{self.account}-{video}"


def test_no_sequence_of_calls_loses_or_makes_a_credit(database_url: str) -> None:
    with asyncio.Runner() as runner:
        run_state_machine_as_test(
            lambda: LedgerMachine(database_url, runner),  # type: ignore[arg-type]
            settings=settings(
                max_examples=30,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
