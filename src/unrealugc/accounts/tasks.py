"""The turn of subscription periods, as a periodic job."""

from __future__ import annotations

import logging
from datetime import datetime

from psycopg import Error as DatabaseError

from unrealugc.accounts import repository
from unrealugc.accounts.subscriptions import roll_period
from unrealugc.core import clock
from unrealugc.core.db import Database
from unrealugc.queue.registry import JobContext, job

_BATCH = 500
_log = logging.getLogger(__name__)


@job("accounts.roll_periods", periodic="*/5 * * * *")
async def roll_periods(context: JobContext) -> None:
    """Expire and refill the subscription credits of all accounts whose period is over."""
    await roll_all(context.database, clock.now())


async def roll_all(database: Database, now: datetime) -> int:
    """Turn the period of every account that is due, each in a transaction of its own.

    Returns:
        How many periods were turned. What is left after one batch, or failed, is found again
        by the next run.
    """
    async with database.transaction() as connection:
        due = await repository.ids_with_ended_period(connection, now, limit=_BATCH)
    turned = 0
    for account_id in due:
        try:
            async with database.transaction() as connection:
                await roll_period(connection, account_id, now=now)
        except DatabaseError:
            _log.exception("the period of account %s could not be turned", account_id)
        else:
            turned += 1
    return turned
