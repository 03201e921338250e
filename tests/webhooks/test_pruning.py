"""Old deliveries are forgotten a month after they ended, and not before."""

from __future__ import annotations

from fastapi import FastAPI

from tests.support.contexts import context_of
from unrealugc.accounts.repository import Account
from unrealugc.core.clock import now
from unrealugc.core.db import Database
from unrealugc.webhooks import policy, repository
from unrealugc.webhooks.tasks import prune


async def test_only_what_ended_a_month_ago_is_forgotten(
    app: FastAPI, account: Account, database: Database
) -> None:
    async with database.transaction() as connection:
        endpoint = await repository.insert_endpoint(
            connection, account.id, "https://example.com/hook", None, ["video.failed"], "whsec_x"
        )
        for name, status, age in (
            ("wd_old", "SUCCEEDED", "31 days"),
            ("wd_waiting", "PENDING", "31 days"),
            ("wd_recent", "FAILED", "29 days"),
        ):
            await repository.insert_delivery(
                connection, name, account.id, endpoint.id, "video.failed", "{}"
            )
            await repository.insert_attempt(connection, name, now(), 5, 500, None, "no")
            await connection.execute(
                "UPDATE webhook_deliveries SET status = %(status)s,"
                " updated_at = now() - %(age)s::interval,"
                " next_attempt_at = CASE WHEN %(status)s = 'PENDING' THEN now() END"
                " WHERE id = %(name)s",
                {"status": status, "age": age, "name": name},
            )

    await prune(context_of(app))

    async with database.transaction() as connection:
        left = await repository.list_deliveries(connection, endpoint.id, None, 10)
        assert {delivery.id for delivery in left} == {"wd_waiting", "wd_recent"}
        assert await repository.list_attempts(connection, "wd_old") == []
        assert len(await repository.list_attempts(connection, "wd_recent")) == 1
    assert policy.KEEP_DELIVERIES.days == 30
