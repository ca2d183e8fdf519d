"""Does what the file says agree with the ID number? (GB 11643-1999: birth date and sex are in it.)"""

from datetime import date

from qianshou.kernel.identity import IdReading


def identity_doubts(reading: IdReading, *, sex: str, birth: date | None, precision: str) -> list[str]:
    """Codes of what contradicts the number: "id_form", "id_check", "id_spoilt", "sex", "birth". Empty: all agrees.

    `sex` is "f", "m" or ""; a birth date known to the month or year is compared as far as it is known.
    """
    if reading.state == "missing":
        return []
    if reading.state != "ok":
        return [f"id_{reading.state}"]
    doubts = []
    if sex and reading.sex and sex != reading.sex.lower():
        doubts.append("sex")
    if birth and reading.birth and precision != "none":
        size = {"year": 1, "month": 2}.get(precision, 3)
        if (birth.year, birth.month, birth.day)[:size] != (reading.birth.year, reading.birth.month, reading.birth.day)[:size]:
            doubts.append("birth")
    return doubts
