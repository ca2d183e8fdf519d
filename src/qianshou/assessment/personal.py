"""What this room keeps of people: what they answered and how they were found to be."""

from qianshou.people.personal import OTHERS, ROW, Table, declare

declare(
    Table(
        "assessment.Assessment", "health", ROW, "person",
        {"health": "answers changes by_section reasons", "words": "note why_withdrawn second"},
        plain="instrument version why state source", log="assessment",
    ),
    Table("assessment.SiteInstrument", "technical", OTHERS, plain="code version state text"),
)  # fmt: skip
