"""What a video shows beside the creator, as its request said."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE videos
            ADD COLUMN hook_text text,
            ADD COLUMN product_shots text NOT NULL DEFAULT 'both'
                CHECK (product_shots IN ('pip', 'cutaway', 'both', 'none')),
            ADD COLUMN end_card boolean NOT NULL DEFAULT false,
            ADD COLUMN call_to_action text,
            -- NULL on videos from before there was a choice: the preset's.
            ADD COLUMN music text,
            ADD CHECK (end_card OR call_to_action IS NULL);
        """
    )
