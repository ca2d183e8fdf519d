"""What one row of a register says about one person, taken apart."""

from dataclasses import dataclass, field
from datetime import date

from qianshou.exchange.cells.contacts import ContactReading
from qianshou.kernel.dates import DateReading
from qianshou.kernel.identity import MISSING, IdReading
from qianshou.kernel.phones import Phone
from qianshou.kernel.sending import quick_to_send


@quick_to_send
@dataclass(slots=True)
class PersonRow:
    """One understood row. Words are standard words of `cells.words`; codes are those of `people.models`.

    notes: codes of what could not be understood but needs nobody's decision (the raw cell is kept).
    diet_unclear: parts of the diet cell that no standard word covers; a person settles them before the first meal.
    """

    name: str = ""
    sex: str = ""
    birth_read: DateReading | None = None
    id: IdReading = MISSING
    committee: str = ""
    lane: str = ""
    door: str = ""
    phones: tuple[Phone, ...] = ()
    contacts: list[ContactReading] = field(default_factory=list)
    living: str = ""
    health: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    diet_unclear: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    meal_days: tuple[int, ...] = ()
    status: str = "active"
    status_since: str = ""
    status_place: str = ""
    hardship: tuple[str, ...] = ()
    remarks: str = ""
    dialects: tuple[str, ...] = ()
    key_holder: str = ""
    sex_cell: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def birth(self) -> tuple[date | None, str]:
        """Birth date and its precision (day, month, year, ""), the ID number first; a missing month or day is 1."""
        if self.id.birth is not None and self.id.state == "ok":
            return self.id.birth, "day"
        read = self.birth_read
        if read is not None:
            precision = "day" if read.exact else "month" if read.month else "year"
            return read.exact or date(read.year, read.month or 1, 1), precision
        return (self.id.birth, "day") if self.id.birth is not None else (None, "")

    @property
    def address(self) -> str:
        """Lane and door as one text."""
        return self.lane + self.door

    def as_json(self) -> dict[str, object]:
        """For `ImportRow.understood`: everything but the ID number and the telephones, blanks left out."""
        birth = self.birth[0]
        values: dict[str, object] = {
            "name": self.name, "sex": self.sex, "birth": birth.isoformat() if birth else "", "birth_precision": self.birth[1],
            "id_state": self.id.state, "committee": self.committee, "lane": self.lane, "door": self.door, "living": self.living,
            "health": self.health, "diet": self.diet, "diet_unclear": self.diet_unclear, "interests": self.interests,
            "meal_days": self.meal_days, "status": self.status, "status_since": self.status_since, "status_place": self.status_place,
            "hardship": self.hardship, "dialects": self.dialects, "key_holder": self.key_holder, "phones": len(self.phones),
            "contacts": [{"name": one.name, "relation": one.said} for one in self.contacts], "notes": self.notes,
        }  # fmt: skip
        return {name: value for name, value in values.items() if value not in ("", (), [], 0)}
