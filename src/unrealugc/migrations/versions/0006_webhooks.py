"""Webhook endpoints, deliveries and attempts."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE webhook_endpoints (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            url text NOT NULL,
            description text,
            events text[] NOT NULL,
            secret text NOT NULL,
            enabled boolean NOT NULL DEFAULT true,
            disabled_reason text,
            failing_since timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz,
            CHECK (enabled = (disabled_reason IS NULL))
        );
        CREATE INDEX webhook_endpoints_account ON webhook_endpoints (account_id, id DESC)
            WHERE deleted_at IS NULL;

        -- The body is text: a redelivery sends, and signs, the very same bytes.
        CREATE TABLE webhook_deliveries (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            endpoint_id text NOT NULL REFERENCES webhook_endpoints (id),
            event text NOT NULL,
            body text NOT NULL,
            status text NOT NULL DEFAULT 'PENDING'
                CHECK (status IN ('PENDING', 'SUCCEEDED', 'FAILED')),
            attempts integer NOT NULL DEFAULT 0,
            next_attempt_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            CHECK (status = 'PENDING' OR next_attempt_at IS NULL)
        );
        CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, id DESC);

        CREATE TABLE webhook_attempts (
            delivery_id text NOT NULL REFERENCES webhook_deliveries (id),
            number integer NOT NULL,
            started_at timestamptz NOT NULL,
            duration_ms integer NOT NULL,
            status_code integer,
            error text,
            response text,
            PRIMARY KEY (delivery_id, number)
        );
        """
    )
