"""The credit ledger: append-only double entry, guarded by the database itself."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE ledger_transactions (
    id text PRIMARY KEY,
    account_id text NOT NULL REFERENCES accounts (id),
    kind text NOT NULL CHECK (kind IN ('grant', 'hold', 'settle', 'release', 'refund')),
    key text NOT NULL CHECK (key <> ''),
    reason text NOT NULL CHECK (reason <> ''),
    reference text,
    -- The hold that a settle or release ends. Unique: a hold ends exactly once.
    closes text UNIQUE REFERENCES ledger_transactions (id),
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (account_id, key),
    UNIQUE (id, account_id),
    CHECK ((kind IN ('settle', 'release')) = (closes IS NOT NULL)),
    CHECK (kind = 'grant' OR reference IS NOT NULL)
);
CREATE INDEX ledger_transactions_reference ON ledger_transactions (reference, kind)
    WHERE reference IS NOT NULL;

CREATE TABLE ledger_entries (
    id text PRIMARY KEY,
    transaction_id text NOT NULL,
    account_id text NOT NULL,
    pool text NOT NULL CHECK (pool IN ('subscription', 'purchased')),
    book text NOT NULL CHECK (book IN ('available', 'held', 'spent', 'issued')),
    amount bigint NOT NULL CHECK (amount <> 0),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (transaction_id, pool, book),
    FOREIGN KEY (transaction_id, account_id) REFERENCES ledger_transactions (id, account_id)
);
-- A balance is one scan of this index, the table itself is not touched.
CREATE INDEX ledger_entries_balance ON ledger_entries (account_id, book, pool) INCLUDE (amount);
CREATE INDEX ledger_entries_history ON ledger_entries (account_id, created_at DESC, id DESC)
    WHERE book = 'available';
"""

_APPEND_ONLY = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: correct it with another transaction', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""

# The lock is in the database too, so that the sums below hold whoever writes: the second
# of two writers waits for the first one's commit and then sees it.
_ONE_WRITER = """
CREATE FUNCTION ledger_lock_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM accounts WHERE id = NEW.account_id FOR NO KEY UPDATE;
    RETURN NEW;
END $$;
CREATE TRIGGER one_writer BEFORE INSERT ON ledger_transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_lock_account();
"""

_SUMS = """
CREATE FUNCTION ledger_check_zero_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM ledger_entries
        WHERE transaction_id = NEW.transaction_id AND pool = NEW.pool) <> 0 THEN
        RAISE EXCEPTION 'ledger transaction % does not sum to zero', NEW.transaction_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER zero_sum AFTER INSERT ON ledger_entries
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_check_zero_sum();

CREATE FUNCTION ledger_check_not_negative() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM ledger_entries
        WHERE account_id = NEW.account_id AND pool = NEW.pool AND book = NEW.book) < 0 THEN
        RAISE EXCEPTION 'account % would have negative % credits in pool %',
            NEW.account_id, NEW.book, NEW.pool USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER not_negative AFTER INSERT ON ledger_entries
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.amount < 0 AND NEW.book <> 'issued')
    EXECUTE FUNCTION ledger_check_not_negative();
"""


def upgrade() -> None:
    for statements in (_TABLES, _APPEND_ONLY, _ONE_WRITER, _SUMS):
        op.get_bind().exec_driver_sql(statements.replace("%", "%%"))
