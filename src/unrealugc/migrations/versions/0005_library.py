"""Uploads, custom creators and custom voices."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE uploads (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            kind text NOT NULL CHECK (kind IN ('avatar', 'voice-sample')),
            key text NOT NULL UNIQUE,
            content_type text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            finalized_at timestamptz
        );
        CREATE INDEX uploads_abandoned ON uploads (created_at) WHERE finalized_at IS NULL;

        -- Deleted ones stay as rows, and their files for a while: videos made with them go on.
        CREATE TABLE custom_creators (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            upload_id text NOT NULL UNIQUE REFERENCES uploads (id),
            name text NOT NULL,
            photo_key text NOT NULL,
            avatar_key text NOT NULL,
            rig_key text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz,
            purged_at timestamptz
        );
        CREATE INDEX custom_creators_account ON custom_creators (account_id, id DESC)
            WHERE deleted_at IS NULL;
        CREATE INDEX custom_creators_unpurged ON custom_creators (deleted_at)
            WHERE deleted_at IS NOT NULL AND purged_at IS NULL;

        CREATE TABLE custom_voices (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            upload_id text NOT NULL UNIQUE REFERENCES uploads (id),
            name text NOT NULL,
            gender text CHECK (gender IN ('male', 'female')),
            sample_key text NOT NULL,
            preview_key text,
            duration_seconds double precision NOT NULL CHECK (duration_seconds > 0),
            profile jsonb NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz,
            purged_at timestamptz
        );
        CREATE INDEX custom_voices_account ON custom_voices (account_id, id DESC)
            WHERE deleted_at IS NULL;
        CREATE INDEX custom_voices_unpurged ON custom_voices (deleted_at)
            WHERE deleted_at IS NOT NULL AND purged_at IS NULL;
        """
    )
