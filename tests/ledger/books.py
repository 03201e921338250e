"""An auditor: what must be true of the whole ledger at any moment."""

from __future__ import annotations

import psycopg
from psycopg.rows import dict_row

from unrealugc.core.db import Connection

# Each finds what may not be; the name says what is wrong.
_AUDITS = {
    "transactions that do not sum to zero": """
        SELECT transaction_id, pool FROM ledger_entries
        GROUP BY transaction_id, pool HAVING sum(amount) <> 0""",
    "books below zero": """
        SELECT account_id, pool, book FROM ledger_entries WHERE book <> 'issued'
        GROUP BY account_id, pool, book HAVING sum(amount) < 0""",
    "holds that ended twice": """
        SELECT closes FROM ledger_transactions WHERE closes IS NOT NULL
        GROUP BY closes HAVING count(*) > 1""",
    "references with two open holds": """
        SELECT reference FROM ledger_transactions AS hold WHERE kind = 'hold'
        AND NOT EXISTS (SELECT FROM ledger_transactions WHERE closes = hold.id)
        GROUP BY reference HAVING count(*) > 1""",
    "held credits without an open hold": """
        SELECT account_id, sum(amount) FROM ledger_entries WHERE book = 'held'
        GROUP BY account_id
        HAVING sum(amount) <> coalesce((
            SELECT sum(line.amount) FROM ledger_transactions AS hold
            JOIN ledger_entries AS line ON line.transaction_id = hold.id AND line.book = 'held'
            WHERE hold.kind = 'hold' AND hold.account_id = ledger_entries.account_id
            AND NOT EXISTS (SELECT FROM ledger_transactions WHERE closes = hold.id)), 0)""",
    "balances that are not the sum of their lines": """
        SELECT account_id, pool, book, kept.amount, lines.amount
        FROM ledger_balances AS kept FULL JOIN (
            SELECT account_id, pool, book, sum(amount) AS amount FROM ledger_entries
            GROUP BY account_id, pool, book) AS lines USING (account_id, pool, book)
        WHERE kept.amount IS DISTINCT FROM lines.amount""",
    "credits that left their account": """
        SELECT account_id FROM ledger_entries GROUP BY account_id HAVING sum(amount) <> 0""",
}


async def connect(url: str) -> Connection:
    """A connection of its own, outside of any pool."""
    return await psycopg.AsyncConnection.connect(url, autocommit=True, row_factory=dict_row)


async def check_books(connection: Connection) -> None:
    """Fail with what is wrong, if anything is."""
    for fault, query in _AUDITS.items():
        cursor = await connection.execute(query.encode())
        rows = await cursor.fetchall()
        assert not rows, f"{fault}: {rows}"
