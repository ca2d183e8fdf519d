"""What this room keeps of people: links, plans, visits and what was heard at the door, company, and the carers themselves."""

from qianshou.people.personal import BLANK, OTHERS, ROW, Table, dash, declare

STAFF = {"work": "number skills", "words": "raw"}

declare(
    Table("care.KeyElder", "care", ROW, "elder", {"words": "reason"}),
    Table("care.Link", "care", BLANK, "elder", {"words": "reasons ended_reason"}, plain="rank", log="link"),
    Table("care.PlanItem", "care", ROW, "elder", {"life": "weekdays months", "words": "note"}, plain="service", log="plan"),
    Table("care.Visit", "care", BLANK, "elder", {"words": "note reason", "life": "item"}, plain="service state", log="visit"),
    Table("care.VisitEvent", "care", BLANK, "visit__elder", {"words": "note", "place": "place"}, plain="kind grade source"),
    Table("care.CompanyWish", "talents", ROW, "elder", {"life": "wishes_sex days", "words": "note"}, log="wish"),
    Table("care.Companionship", "talents", ROW, "elder", {"words": "reasons ended_reason"}, log="companionship"),
    Table("care.CompanyEntry", "talents", ROW, "companionship__elder", {"words": "text"}, plain="kind"),
    Table("care.SavedSearch", "care", OTHERS, personal={"words": "name text"}, log="search"),
    Table("care.FamilyNote", "family_page", ROW, "person", plain="kind"),
    # no-worries: what it covers and what came of it is the person's; what was paid stands in the books
    Table("care.Safeguard", "safeguards", ROW, "person", {"money": "cover provider policy", "words": "ended_reason"}, log="safeguard"),
    Table("care.SafeguardIncident", "safeguards", ROW, "safeguard__person", {"words": "text", "identity": "reported_by"}, plain="state"),
    Table("care.SafeguardStep", "safeguards", ROW, "incident__safeguard__person", {"words": "note"}, plain="state"),
    # invited and come: an occasion is nobody's; who came is counted
    Table("care.Occasion", "association", OTHERS, personal={"words": "name where organiser telephone text question cancelled_why result"}),
    Table("care.Invitation", "association", ROW, "person", {"words": "by_hand"}, plain="answer", log="invitation"),
    Table("care.Answer", "association", ROW, "invitation__person", {"words": "note"}, plain="kind via"),
    Table("care.Attendance", "association", BLANK, "person"),
    Table("care.CalendarDay", "staff", OTHERS, personal={"words": "name source"}, plain="kind"),
    Table("care.TalentWord", "talents", OTHERS, plain="word meaning code zh en"),
    # from the application to the booklet
    Table(
        "care.IntakeCase", "care", ROW, "person",
        {"identity": "applicant_name applicant_relation", "contact": "applicant_phone", "words": "wishes handed_to", "health": "findings", "life": "wished",
         "money": "subsidies"},
        plain="state held due_key came_by applicant", log="intake",
    ),
    Table("care.IntakeEntry", "care", ROW, "case__person", {"words": "note detail"}, plain="act state"),
    Table("care.IntakeForm", "care", ROW, "case__person"),
    Table("care.IntakeDecision", "care", ROW, "case__person", {"words": "reason"}, plain="outcome ground"),
    Table("care.IntakeAppeal", "care", ROW, "case__person", {"identity": "lodged_by relation", "words": "reason dropped_because"}, plain="held"),
    Table("care.IntakePaperSeen", "care", ROW, "case__person", {"words": "note"}, plain="kind"),
    # carers: what they did for others stays, for the visits and hours count; words and cells go
    Table("care.Carer", "staff", BLANK, "person", STAFF, plain="tier mode", instead={"number": lambda pk: f"-{pk}"}, log="carer"),
    Table("care.Shift", "staff", ROW, "carer__person"),
    Table("care.Absence", "staff", BLANK, "carer__person", {"words": "reason"}, plain="kind", log="absence"),
    Table("care.ClockEvent", "staff", BLANK, "carer__person", {"place": "place", "words": "reason"}, plain="direction source"),
    Table("care.PointCredit", "staff", BLANK, "carer__person", plain="task service reasons pack source"),
    Table("care.PointsOwed", "staff", BLANK, "carer__person", plain="task"),
    Table("care.PointObjection", "staff", BLANK, "carer__person", {"words": "text answer"}, plain="source state", instead={"answer": dash("answer")}),
    Table("care.CompanyOffer", "talents", ROW, "carer__person", {"life": "wishes_sex days", "words": "note"}, log="offer"),
)  # fmt: skip
