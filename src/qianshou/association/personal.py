"""What this room keeps of people: who takes part, what is asked for and done. Minutes are the ledger's."""

from qianshou.people.personal import BLANK, ROW, Table, dash, declare

declare(
    # the time bank: hours count for two people, so they stay without words when one of them is erased
    Table("association.TimebankMember", "association", BLANK, "person", {"work": "group services days parts", "words": "note left_why"},
          plain="kind left_source", unlink="heir", instead={"left_why": dash("left_why")}, log="timebank_member"),
    Table("association.TimebankAsk", "association", BLANK, "elder", {"words": "note closed_why"}, plain="service part state", log="timebank_ask"),
    Table("association.TimebankMatch", "association", ROW, "ask__elder", {"words": "reasons answer"}, plain="state"),
    Table("association.TimebankHours", "association", BLANK, "elder member__person", {"words": "note why"}, plain="service state said_by", log="timebank_hours"),
    Table("association.TimebankTransfer", "association", BLANK, "person taken_as", {"identity": "name", "words": "reason answer"}, plain="state",
          log="timebank_transfer"),
)  # fmt: skip
