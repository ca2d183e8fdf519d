"""What this room keeps of people: who takes part, what is asked for and done. Minutes are the ledger's."""

from qianshou.people.personal import BLANK, OTHERS, ROW, Table, dash, declare

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
# members, meetings, ideas and activities: what the association did stays; who was a member goes under the stub, whole words of others are blotted
declare(
    Table("association.Member", "association", BLANK, "person", {"words": "left_reason"}, plain="card", log="member"),
    Table("association.Group", "association", OTHERS, personal={"words": "name purpose"}, log="group"),
    Table("association.GroupMember", "association", BLANK, "member__person"),
    Table("association.Seat", "association", OTHERS, plain="office"),
    Table("association.OfficeTerm", "association", BLANK, "member__person", log="office_term"),
    Table("association.Meeting", "association", OTHERS, personal={"words": "title where minutes cancelled_why"}, log="meeting"),
    Table("association.AgendaItem", "association", OTHERS, personal={"words": "title said"}),
    Table("association.MeetingAttendance", "association", BLANK, "member__person", plain="how"),
    Table("association.MeetingVote", "association", OTHERS, personal={"words": "question"}),
    Table("association.MeetingTask", "association", OTHERS, personal={"words": "what who answer dropped_why"}, log="meeting_task"),
    Table("association.Idea", "association", OTHERS, personal={"words": "title text who"}, plain="source state before due_key", log="idea"),
    Table("association.IdeaEntry", "association", OTHERS, personal={"words": "note"}, plain="act before after"),
    Table("association.IdeaDecision", "association", OTHERS, personal={"words": "reason"}, plain="outcome"),
    Table("association.Activity", "association", OTHERS, personal={"words": "name purpose venue for_whom responsible telephone result said"}, plain="kind venue_code",
          log="activity"),
    Table("association.PlanLine", "association", OTHERS, personal={"words": "what who"}, plain="kind"),
    Table("association.ActivityCost", "association", OTHERS, personal={"words": "what receipt reversed_why"}),
    Table("association.ActivityPhoto", "association", ROW, "paper__person", {"words": "caption"}),  # the picture is a paper of hers: it goes with her
    Table("association.PhotoPerson", "association", ROW, "person photo__paper__person"),
)  # fmt: skip
