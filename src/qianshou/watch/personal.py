"""What this room keeps of people: what was owed to them, alerts, calls and concerns. The rows count in the month's numbers and stay."""

from qianshou.people.personal import BLANK, OTHERS, Table, dash, declare

declare(
    Table(
        "watch.Due", "care", BLANK, "person", {"words": "excuse evidence ref"}, plain="key kind title ladder state grade",
        instead={"excuse": dash("excuse")}, log="due",
    ),
    Table("watch.Alert", "care", BLANK, "person", {"words": "outcome_note"}, plain="why state outcome", log="alert"),
    Table("watch.AlertStep", "care", BLANK, "alert__person", {"words": "note"}, plain="kind"),
    Table("watch.Call", "care", BLANK, "person", {"words": "note"}, plain="outcome", log="call"),
    Table("watch.Concern", "health", BLANK, "person", {"words": "text answer said_by"}, plain="category ref state", log="concern"),
    Table("watch.DutyShift", "staff", OTHERS, personal={"words": "note"}),
    Table("watch.Campaign", "care", OTHERS, personal={"words": "title query end_reason"}, plain="kind"),
    Table("watch.Sweep", "technical", OTHERS),
)  # fmt: skip
