"""Acts that move documents between cases, and proposals where a document may belong."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID, WHEN = sa.String(32), sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "case_act",
        sa.Column("id", ID, primary_key=True),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("from_id", ID, sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("into_id", ID, sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("undoes", ID, sa.ForeignKey("case_act.id"), nullable=True),
        sa.Column("from_state", sa.String(20), nullable=False),
        sa.UniqueConstraint("undoes"),
    )
    op.create_index("ix_case_act_from_id", "case_act", ["from_id"])
    op.create_index("ix_case_act_into_id", "case_act", ["into_id"])
    op.create_table(
        "document_move",
        sa.Column("act_id", ID, sa.ForeignKey("case_act.id"), primary_key=True),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("placed_why", sa.String(300), nullable=False),
    )
    op.create_index("ix_document_move_document_id", "document_move", ["document_id"])
    op.create_table(
        "placement_proposal",
        sa.Column("id", ID, primary_key=True),
        sa.Column("document_id", ID, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("case_id", ID, sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("answered_by", sa.String(80), nullable=True),
        sa.Column("answered_at", WHEN, nullable=True),
    )
    op.create_index("ix_placement_proposal_case_id", "placement_proposal", ["case_id"])
    op.create_index("ix_placement_proposal_of", "placement_proposal", ["document_id", "case_id"], unique=True)
