"""Accounts, API keys, rate-limit counters and idempotency records."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE accounts (
            id text PRIMARY KEY,
            email text NOT NULL,
            name text NOT NULL,
            -- NULL: nobody can sign in with a password; keys work all the same.
            password_hash text,
            plan text NOT NULL DEFAULT 'FREE' CHECK (plan IN ('FREE', 'STARTER', 'PRO')),
            subscription_status text NOT NULL DEFAULT 'NONE'
                CHECK (subscription_status IN ('NONE', 'ACTIVE', 'PAST_DUE', 'CANCELED')),
            -- The first day of the subscription: periods are whole months from here, so that
            -- one begun on the 31st keeps the 31st after a short February.
            period_anchor timestamptz,
            period_start timestamptz,
            period_end timestamptz,
            CHECK ((period_anchor IS NULL) = (period_start IS NULL)),
            CHECK ((period_anchor IS NULL) = (period_end IS NULL)),
            CHECK (period_end > period_start),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
        CREATE INDEX accounts_period_end ON accounts (period_end) WHERE period_end IS NOT NULL;

        CREATE TABLE api_keys (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            name text NOT NULL,
            digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
            prefix text NOT NULL,
            last4 text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            last_used_at timestamptz,
            revoked_at timestamptz
        );
        CREATE INDEX api_keys_account ON api_keys (account_id, id DESC);

        -- UNLOGGED: losing the counts of one minute in a crash costs nothing, and writing
        -- them to the log would cost every request.
        CREATE UNLOGGED TABLE rate_counters (
            subject text NOT NULL,
            bucket text NOT NULL,
            window_start timestamptz NOT NULL,
            count integer NOT NULL,
            PRIMARY KEY (subject, bucket)
        );

        CREATE TABLE idempotency_records (
            account_id text NOT NULL REFERENCES accounts (id),
            key text NOT NULL,
            route text NOT NULL,
            fingerprint bytea NOT NULL,
            status integer NOT NULL,
            body bytea NOT NULL,
            headers jsonb NOT NULL DEFAULT '{}',
            created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (account_id, key)
        );
        CREATE INDEX idempotency_records_age ON idempotency_records (created_at);
        """
    )
