"""Projects and videos."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE projects (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            name text NOT NULL,
            description text,
            product_name text,
            product_description text,
            product_url text,
            creator_id text,
            custom_creator_id text,
            -- Set on projects that were made for a product without anybody asking for one.
            made_for text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            deleted_at timestamptz
        );
        CREATE INDEX projects_list ON projects (account_id, created_at DESC, id DESC)
            WHERE deleted_at IS NULL;
        CREATE INDEX projects_product ON projects (account_id, lower(product_name))
            WHERE deleted_at IS NULL;
        -- Two first videos for one product at the same time make one project.
        CREATE UNIQUE INDEX projects_made_for ON projects (account_id, made_for)
            WHERE deleted_at IS NULL AND made_for IS NOT NULL;

        CREATE TABLE videos (
            id text PRIMARY KEY,
            account_id text NOT NULL REFERENCES accounts (id),
            project_id text NOT NULL REFERENCES projects (id),
            retry_of text REFERENCES videos (id),
            job_id bigint,
            status text NOT NULL CHECK
                (status IN ('DRAFT', 'GENERATING', 'RENDERING', 'COMPLETED', 'FAILED')),
            title text,
            script text NOT NULL,
            product_name text NOT NULL,
            product_image_url text,
            duration_seconds integer NOT NULL CHECK (duration_seconds BETWEEN 1 AND 180),
            aspect_ratio text NOT NULL CHECK (aspect_ratio IN ('9:16', '16:9', '1:1')),
            video_model text NOT NULL,
            preset_slug text,
            audio text NOT NULL CHECK (audio IN ('native', 'voice')),
            voice_id text CHECK ((voice_id IS NULL) = (audio = 'native')),
            creator_id text,
            custom_creator_id text,
            captions text NOT NULL,
            metadata jsonb NOT NULL DEFAULT '{}',
            rendered_by text NOT NULL,
            progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
            stage text,
            error text,
            credits_charged integer NOT NULL CHECK (credits_charged >= 0),
            credits_final integer CHECK (credits_final BETWEEN 0 AND credits_charged),
            files_key text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            finished_at timestamptz,
            deleted_at timestamptz,
            CHECK ((creator_id IS NULL) <> (custom_creator_id IS NULL)),
            CHECK ((status IN ('COMPLETED', 'FAILED')) = (finished_at IS NOT NULL)),
            CHECK ((status = 'COMPLETED') = (files_key IS NOT NULL)),
            CHECK ((status = 'COMPLETED') = (credits_final IS NOT NULL)),
            CHECK ((status = 'FAILED') = (error IS NOT NULL))
        );
        CREATE INDEX videos_list ON videos (account_id, created_at DESC, id DESC)
            WHERE deleted_at IS NULL;
        CREATE INDEX videos_project ON videos (project_id, created_at DESC, id DESC)
            WHERE deleted_at IS NULL;
        CREATE INDEX videos_open ON videos (updated_at)
            WHERE status IN ('DRAFT', 'GENERATING', 'RENDERING');
        """
    )
