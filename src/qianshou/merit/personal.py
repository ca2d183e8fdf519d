"""What this room keeps of people. Hours and days of leave of a carer stay, for they were paid; her name and words go."""

from qianshou.people.personal import BLANK, OTHERS, Table, dash, declare

declare(
    Table("merit.AttendanceCorrection", "staff", BLANK, "carer__person", {"words": "text answer"}, plain="source state", instead={"answer": dash("answer")}),
    Table("merit.Replacement", "staff", BLANK, "carer__person by_carer__person", {"words": "note"}),
    Table("merit.AbsencePaper", "staff", BLANK, "absence__carer__person"),
    Table("merit.MonthClosing", "staff", OTHERS, personal={"words": "left_open_why reopened_why"}, plain="state sha256 left_open", log="closing"),
    Table("merit.ClosedSheet", "staff", BLANK, "carer__person", {"identity": "name", "words": "words"}, plain="number tier data adjustments sha256"),
)  # fmt: skip
