"""Ages as offices count them: full years (周岁) at the end of a day."""

from datetime import date


def age_on(birth: date | None, on: date) -> int | None:
    """Full years on a day; None when the birth date is not known. A date known to the month or year counts from its first day."""
    if birth is None:
        return None
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def years_before(day: date, years: int) -> date:
    """The latest birth date of somebody who is at least `years` old on `day`."""
    try:
        return day.replace(year=max(1, day.year - years))
    except ValueError:  # 29 February
        return day.replace(year=max(1, day.year - years), day=28)


def birth_text(birth: date | None, precision: str) -> str:
    """As exact as it is known: "1938-03-05", "1938-03", "1938", or ""."""
    if birth is None or precision == "none":
        return ""
    return {"year": f"{birth:%Y}", "month": f"{birth:%Y-%m}"}.get(precision, f"{birth:%Y-%m-%d}")
