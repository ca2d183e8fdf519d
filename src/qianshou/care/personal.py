"""What this room keeps of people: links, plans, visits and what was heard at the door, company, and the carers themselves."""

from qianshou.people.personal import BLANK, OTHERS, ROW, Table, declare

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
    # carers: what they did for others stays, for the visits and hours count; words and cells go
    Table("care.Carer", "staff", BLANK, "person", STAFF, plain="tier mode", instead={"number": lambda pk: f"-{pk}"}, log="carer"),
    Table("care.Shift", "staff", ROW, "carer__person"),
    Table("care.Absence", "staff", BLANK, "carer__person", {"words": "reason"}, plain="kind", log="absence"),
    Table("care.ClockEvent", "staff", BLANK, "carer__person", {"place": "place", "words": "reason"}, plain="direction source"),
    Table("care.CompanyOffer", "talents", ROW, "carer__person", {"life": "wishes_sex days", "words": "note"}, log="offer"),
)
