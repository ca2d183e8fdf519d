"""What an old person's month was: due, done, missed and why, the days at a glance, remarks. Pure: no clock, no database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qianshou.booklets.words import list_of_days, words

DONE, MISSED, EXCUSED, AHEAD, NOTHING = "done", "missed", "excused", "ahead", "none"
WORST_FIRST = (MISSED, EXCUSED, AHEAD, DONE)  # of several dues on one day the strip shows the one that needs a look
WHY_LENGTH = 96  # characters; two printed lines, so that one form stays one page
REMARK_LENGTH = 110
REACHED = ("well", "helped", "emergency")  # outcomes of an alert that meet its due


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that was due to one person on one day, as far as the form is concerned."""

    day: date
    service: str  # as printed
    order: int  # of the service in the catalogue
    state: str  # DONE | MISSED | EXCUSED | AHEAD
    why: str = ""  # why it was not done, in words; empty when nobody wrote a reason
    remedy: str = ""  # what was done about it, in words


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One line of the services table."""

    name: str
    due: int
    done: int
    missed: int
    why: str


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote or reported about a person. `topic` is body, mood, need or word; empty: not sorted yet."""

    day: date
    text: str
    topic: str = ""


def first_of(month: date) -> date:
    """The first day of the month `month` lies in."""
    return month.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (first_of(month) + timedelta(days=32)).replace(day=1)


def days_of(month: date) -> list[date]:
    """Every day of the month."""
    first = first_of(month)
    return [first + timedelta(days=offset) for offset in range((next_month(month) - first).days)]


def state_of(state: str, deadline: datetime, now: datetime) -> str:
    """What the form says of a due in one of the watch's states whose `deadline` is by + grace. Done late is done.

    An open due past its deadline counts as missed even before the sweep has seen it: paper must not say less than the watch.
    """
    if state in ("met", "met_heard_late", "met_late"):
        return DONE
    if state == "excused":
        return EXCUSED
    return AHEAD if state == "open" and deadline > now else MISSED


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What the form needs to know of the visit behind a due. `state` is the visit's own, `item_id` the item of the plan."""

    service: str
    state: str
    item_id: int | None
    day: date
    withdrawn: bool


def overtaken(visit: VisitFacts, plan_changed: bool, standing: Collection[tuple[int | None, date]]) -> bool:
    """Whether an excused visit was not due after all: the plan changed, or the same item was made anew for that day.

    `standing` holds (item, day) of the visits that were not withdrawn.
    """
    return visit.withdrawn and (plan_changed or (visit.item_id is not None and (visit.item_id, visit.day) in standing))


def not_given_after_all(state: str, visit_state: str, outcome: str) -> bool:
    """Whether a due that is met was met by whoever answered the alert, while the visit itself was not made.

    The watch is content (she was reached and is well); the form counts the visit as missed, with why and how it ended.
    """
    return state == DONE and visit_state not in ("done", "half", "arrived") and outcome in REACHED


def service_lines(owed: Iterable[Owed], language: str) -> list[ServiceLine]:
    """The services table: one line a service, in the catalogue's order; what is still ahead is not counted."""
    groups: dict[tuple[int, str], list[Owed]] = {}
    for item in owed:
        if item.state != AHEAD:
            groups.setdefault((item.order, item.service), []).append(item)
    lines = []
    for (_, service), items in sorted(groups.items()):
        done = sum(item.state == DONE for item in items)
        lines.append(ServiceLine(service, len(items), done, len(items) - done, reasons(items, language)))
    return lines


def reasons(items: Sequence[Owed], language: str) -> str:
    """Why things were not done (or done late) and what was done about it; days with one reason share it: 11月9日、16日 住院."""
    by_reason: dict[tuple[str, str], list[date]] = {}
    for item in items:
        if item.state in (MISSED, EXCUSED) or item.why:
            by_reason.setdefault((item.why, item.remedy), []).append(item.day)
    joint = "; " if language == "en" else "；"
    parts = []
    for (why, remedy), days in sorted(by_reason.items(), key=lambda entry: min(entry[1])):
        said = joint.join(text for text in (why, remedy) if text)
        parts.append(f"{some_days(sorted(set(days)), language)} {said}".rstrip())
    return clip(joint.join(parts), WHY_LENGTH)


def some_days(days: list[date], language: str, most: int = 4) -> str:
    """Days in words; a long list is cut and counted: 11月3日、4日、5日、6日等12次."""
    if len(days) <= most:
        return list_of_days(days, language)
    tail = words(language)["and-more"].format(count=len(days))
    return list_of_days(days[:most], language) + (", " if language == "en" else "") + tail


def glance(owed: Iterable[Owed], month: date) -> list[str]:
    """One state for each day of the month: the worst of that day's dues, NOTHING when nothing was due."""
    by_day: dict[date, set[str]] = {}
    for item in owed:
        by_day.setdefault(item.day, set()).add(item.state)
    return [next((state for state in WORST_FIRST if state in by_day.get(day, ())), NOTHING) for day in days_of(month)]


def clip(text: str, most: int) -> str:
    """`text`, or its beginning and … when it is longer than `most` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


# Words by which an unsorted note finds its line on the draft; the carer corrects by hand what lands wrong.
TOPIC_WORDS = {
    "need": ("需要", "想要", "要装", "要修", "申请", "希望", "请求", "缺", "扶手", "报修", "轮椅", "补助", "帮忙"),
    "mood": ("心情", "开心", "高兴", "难过", "孤单", "寂寞", "想念", "想家", "哭", "烦", "情绪", "开朗", "笑", "担心", "害怕"),
    "body": (
        "血压",
        "血糖",
        "疼",
        "痛",
        "头晕",
        "摔",
        "跌",
        "药",
        "睡",
        "胃",
        "腿",
        "膝",
        "咳",
        "发烧",
        "发热",
        "感冒",
        "住院",
        "医院",
        "眼",
        "耳",
        "听力",
        "走路",
        "气",
        "饭量",
        "食欲",
        "便秘",
        "体温",
    ),
}


def topic_of(text: str) -> str:
    """Sort an unsorted note: need, mood or body by its words, else the carer's own words."""
    return next((topic for topic, marks in TOPIC_WORDS.items() if any(mark in text for mark in marks)), "word")


def remarks(notes: Iterable[Note], language: str) -> dict[str, str]:
    """The four remarks drafted from the month's notes; an empty one is left as lines to write on.

    The newest notes come first and are kept when there is no room for all; equal texts are said once.
    """
    said: dict[str, list[str]] = {"body": [], "mood": [], "need": [], "word": []}
    for note in sorted(notes, key=lambda note: (note.day, note.text), reverse=True):
        text = " ".join(note.text.split()).rstrip("。.；;")
        topic = said[note.topic if note.topic in said else topic_of(text)]
        if text and all(text not in earlier for earlier in topic):
            topic.append(f"{text} ({note.day.day}/{note.day.month})" if language == "en" else f"{text}（{note.day.day}日）")
    joint = "; " if language == "en" else "；"
    return {topic: clip(joint.join(texts), REMARK_LENGTH) for topic, texts in said.items()}
