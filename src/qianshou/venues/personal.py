"""What this room keeps of people: who came, who learns in which class. Counts stay, for a year's goals are worked out from them."""

from qianshou.people.personal import BLANK, OTHERS, ROW, Table, declare

# activity rooms
declare(
    Table("venues.Enrolment", "association", ROW, "person", {"words": "left_why result"}, log="enrolment"),
    Table("venues.SessionMark", "association", ROW, "enrolment__person", plain="state"),
    Table("venues.ClassPayment", "association", ROW, "enrolment__person", {"words": "receipt why reversed_why"}),
    Table("venues.Arrival", "association", BLANK, "person", plain="sex", log="arrival"),
    Table("venues.Venue", "association", OTHERS, plain="kind sort name address telephone note public_key private_key"),
    Table("venues.OpeningHours", "technical", OTHERS, plain="week"),
    Table("venues.DifferentHours", "technical", OTHERS, plain="spans reason"),
    Table("venues.Booking", "association", OTHERS, personal={"words": "title booker overruled cancelled_why"}),
    Table("venues.BookingEntry", "association", OTHERS, personal={"words": "reason"}, plain="act before"),
    Table("venues.Course", "association", OTHERS, personal={"words": "name teacher note result"}),
    Table("venues.Equipment", "technical", OTHERS, plain="sort name state"),
    Table("venues.EquipmentEntry", "technical", OTHERS, personal={"words": "note"}, plain="act"),
    Table("venues.Goal", "technical", OTHERS, plain="what"),
)
