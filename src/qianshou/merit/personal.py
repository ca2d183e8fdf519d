"""What this room keeps of people: carers above all, and elders who were asked about them. Hours and days of leave of a carer stay, for they were paid; her name and words go."""

from qianshou.people.personal import BLANK, OTHERS, Table, dash, declare

from .operations.forgetting import blot_closing, blot_sheet, forget_sheets

declare(
    Table("merit.AttendanceCorrection", "staff", BLANK, "carer__person", {"words": "text answer"}, plain="source state", instead={"answer": dash("answer")}),
    Table("merit.LeaveRequest", "staff", BLANK, "carer__person", {"words": "reason answer"}, plain="kind source state", instead={"answer": dash("answer")}),
    Table("merit.Replacement", "staff", BLANK, "carer__person by_carer__person", {"words": "note"}),
    Table("merit.AbsencePaper", "staff", BLANK, "absence__carer__person"),
    Table("merit.MonthClosing", "staff", OTHERS, personal={"words": "left_open_why reopened_why"}, plain="state sha256 left_open", log="closing", blot=blot_closing),
    Table("merit.ClosedSheet", "staff", BLANK, "carer__person", {"identity": "name", "words": "words"}, plain="number tier data adjustments sha256", by=forget_sheets,
          blot=blot_sheet),
)  # fmt: skip
# appraisal and honours: numbers stay, words go; an elder's answers are numbers of somebody else's month
declare(
    Table("merit.Appraisal", "staff", BLANK, "carer__person", {"words": "why said_by_office said_by_carer goals"}, plain="state tier parts compared result pack", log="appraisal"),
    Table("merit.AppraisalSign", "staff", BLANK, "appraisal__carer__person", plain="who how"),
    Table("merit.AppraisalObjection", "staff", BLANK, "appraisal__carer__person", {"words": "text answer"}, plain="part state", instead={"answer": dash("answer")}),
    Table("merit.CallBackDraw", "staff", OTHERS, plain="seed pool left_out"),
    Table("merit.CallBack", "staff", BLANK, "elder carer__person", {"words": "note"}, plain="state answers", log="callback"),
    Table("merit.SpotVisit", "staff", BLANK, "elder carer__person", {"words": "note"}, plain="checks", log="spot"),
    Table("merit.Training", "staff", OTHERS, personal={"words": "title"}),
    Table("merit.TrainingSeat", "staff", BLANK, "carer__person", plain="state"),
    Table("merit.Feedback", "staff", BLANK, "elder carer__person", {"identity": "source_name", "words": "text settled"}, plain="kind source finding",
          instead={"text": "—", "settled": dash("settled")}, log="feedback"),
    Table("merit.Honour", "staff", BLANK, "carer__person", {"words": "reason"}, plain="code kind evidence pack state gift_zh gift_en", instead={"reason": dash("reason")}, log="honour"),
)  # fmt: skip
# the ten best and their voters: a ballot is nobody's, it has no column that could say whose
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
