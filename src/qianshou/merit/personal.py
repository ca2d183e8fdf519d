"""What this room keeps of people: the ten best and their voters. A ballot is nobody's: it has no column that could say whose."""

from qianshou.people.personal import BLANK, OTHERS, Table, dash, declare

declare(
    Table("merit.Election", "staff", OTHERS, personal={"words": "title text dropped_why opening tally"}, plain="slug rules pack state opening_hash seed_sealed",
          log="election"),
    Table("merit.Candidate", "staff", BLANK, "carer__person", {"words": "citation settled_why", "work": "decided checks evidence"}, plain="category state",
          instead={"settled_why": dash("settled_why")}, log="candidate"),
    Table("merit.Nomination", "staff", BLANK, "candidate__carer__person", {"words": "reason", "identity": "by_name"}, instead={"by_name": lambda pk: f"-{pk}"}),
    Table("merit.Juror", "staff", OTHERS, personal={"identity": "name"}),
    Table("merit.JuryScore", "staff", OTHERS),
    Table("merit.ElectionVoter", "association", BLANK, "person", {"identity": "name", "place": "committee"}, plain="group source code_hash mark"),
    Table("merit.ElectionBallot", "association", OTHERS, plain="receipt kind choices"),
    Table("merit.ElectionPaper", "association", OTHERS, plain="choices receipt"),
    Table("merit.VoteMiss", "association", OTHERS, plain="address_hash"),
)  # fmt: skip
