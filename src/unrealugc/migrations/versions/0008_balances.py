"""Balances beside the ledger's lines, kept by the database itself."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLE = """
-- The sum of an account's lines by book. The lines are the truth; nothing else writes here.
CREATE TABLE ledger_balances (
    account_id text NOT NULL REFERENCES accounts (id),
    pool text NOT NULL,
    book text NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (account_id, pool, book)
);
LOCK TABLE ledger_entries IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO ledger_balances
    SELECT account_id, pool, book, sum(amount) FROM ledger_entries GROUP BY 1, 2, 3;
DROP INDEX ledger_entries_balance;
"""

_FOLLOW = """
CREATE FUNCTION ledger_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_balances AS kept (account_id, pool, book, amount)
        SELECT account_id, pool, book, sum(amount) FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (account_id, pool, book) DO UPDATE SET amount = kept.amount + excluded.amount;
    RETURN NULL;
END $$;
CREATE TRIGGER balances AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_follow();

CREATE FUNCTION ledger_refuse_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- One deep is this trigger alone, two deep is the one above it.
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'ledger_balances only follows the lines of ledger_entries'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER only_follows BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_balances
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_balance();
"""

# As before, but for the sum, which is there already.
_NOT_NEGATIVE = """
CREATE OR REPLACE FUNCTION ledger_check_not_negative() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT amount FROM ledger_balances
        WHERE account_id = NEW.account_id AND pool = NEW.pool AND book = NEW.book) < 0 THEN
        RAISE EXCEPTION 'account % would have negative % credits in pool %',
            NEW.account_id, NEW.book, NEW.pool USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""


def upgrade() -> None:
    for statements in (_TABLE, _FOLLOW, _NOT_NEGATIVE):
        op.get_bind().exec_driver_sql(statements.replace("%", "%%"))
