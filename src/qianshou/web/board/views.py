"""The board, and the part of it that renews itself."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianshou.access.permissions import requires
from qianshou.association.queries.timebank_waiting import waiting_too_long
from qianshou.care.queries.intake import waiting
from qianshou.kernel import clock
from qianshou.meals.queries.boxes import failed_batches
from qianshou.meals.queries.boxes_out import overdue_boxes
from qianshou.merit.queries.closing import corrections
from qianshou.merit.queries.leave import leave_waiting
from qianshou.people.rules import age_on
from qianshou.reports.queries import Board, Need, board
from qianshou.watch.words import alert_words, due_title, kind_word

from ..rooms import address
from .calendar import heading, lunar_line
from .picture import draw

SWEEP_LATE = 60  # seconds: the promise is a minute


@requires("board.read")
def page(request: HttpRequest) -> HttpResponse:
    """The officer's morning."""
    now = clock.now()
    found = board(scope=request.scope, now=now)
    context = {
        **_numbers(request, found, now), "heading": heading(found.day), "lunar": lunar_line(found.day), "picture": draw(found.slots, now),
        "now": now, "needs": _needs(request, found, now), "kitchen": _kitchen(found),
        "fed": _fed(found), "fed_url": address("fed-day", found.day.isoformat()) if found.meals and found.meals.expected else "",
        "kitchen_url": address("kitchen-day", found.day.isoformat()) if request.scope.may("meals.kitchen") else "",
        "boxes": _boxes(request, now), "boxes_url": address("boxes-home"),
        "intake": _intake(request), "intake_url": address("intake-list"),
        "attendance": _attendance(request, found.day),
        "hours": _hours(request, found.day), "hours_url": f"{address('timebank-hours')}?state=overdue",
    }  # fmt: skip
    return render(request, "web/board/board.html", context)


@requires("board.read")
def live(request: HttpRequest) -> HttpResponse:
    """The five numbers and the age of the last sweep, asked for every twenty seconds."""
    now = clock.now()
    return render(request, "web/board/_live.html", _numbers(request, board(scope=request.scope, now=now), now))


def _numbers(request: HttpRequest, found: Board, now: datetime) -> dict:
    dues, day = address("dues-list"), f"{found.day:%Y-%m-%d}"
    oldest = clock.local_date(found.oldest_late) if found.oldest_late else found.day
    age = max(0, int((now - found.last_sweep).total_seconds())) if found.last_sweep else None
    return {
        "board": found, "kinds": [(kind_word(kind), n) for kind, n in found.kinds.items()],
        "late_age": _ago(now, found.oldest_late) if found.oldest_late else "", "sweep_age": age, "sweep_late": age is None or age > SWEEP_LATE,
        "links": {
            "due": f"{dues}?show=due&day={day}", "done": f"{dues}?show=done&day={day}", "late": f"{dues}?show=late&day={oldest:%Y-%m-%d}&to={day}",
            "holes": address("net"), "reviews": _reviews(request),
        },
    }  # fmt: skip


def _kitchen(found: Board) -> list[str]:
    """What the kitchen has not written down although the first box is to leave."""
    said = {
        "food_sample": lambda n: ngettext("%(n)s food sample missing", "%(n)s food samples missing", n) % {"n": n},
        "core_temperature": lambda n: ngettext("%(n)s core temperature missing", "%(n)s core temperatures missing", n) % {"n": n},
    }
    return [said[kind](n) for kind, n in sorted(found.kitchen.items()) if kind in said]


def _boxes(request: HttpRequest, now: datetime) -> list[tuple[str, str]]:
    """(look, words): boxes out for too long, batches that did not get clean today. Asked once a page, not each twenty seconds."""
    lines = []
    if n := overdue_boxes(scope=request.scope, today=clock.local_date(now)):
        lines.append(("hole", ngettext("%(n)s meal box out for too long", "%(n)s meal boxes out for too long", n) % {"n": n}))
    if request.scope.may("meals.kitchen") and (n := failed_batches(scope=request.scope, now=now)):
        lines.append(("late", ngettext("%(n)s wash batch failed today", "%(n)s wash batches failed today", n) % {"n": n}))
    return lines


def _intake(request: HttpRequest) -> list[tuple[str, str]]:
    """(look, words): steps of intakes that are late, and how many people wait."""
    if not request.scope.may("intake.read"):
        return []
    numbers = waiting(request.scope)
    late, all_waiting = numbers.pop("late"), sum(numbers.values())
    lines = [("late", ngettext("%(n)s step late", "%(n)s steps late", late) % {"n": late})] if late else []
    return [*lines, ("due", ngettext("%(n)s person waits", "%(n)s people wait", all_waiting) % {"n": all_waiting})] if all_waiting else []


def _attendance(request: HttpRequest, today: date) -> list[tuple[str, str, str]]:
    """(look, words, where it is answered): leave that carers ask for, and corrections of attendance that wait."""
    if not request.scope.may("attendance.read"):
        return []
    asked, waiting = [row.first_day for row in leave_waiting(request.scope)], len(corrections(request.scope, state="open"))
    soon = any(day <= today + timedelta(days=1) for day in asked)
    lines = [("hole" if soon else "due", ngettext("%(n)s carer asks for leave", "%(n)s ask for leave", len(asked)) % {"n": len(asked)}, address("attendance-leave"))] if asked else []
    return [*lines, ("due", ngettext("%(n)s correction waits", "%(n)s corrections wait", waiting) % {"n": waiting}, address("attendance-corrections"))] if waiting else lines


def _hours(request: HttpRequest, today: date) -> list[tuple[str, str]]:
    """(look, words): hours of the time bank that nobody has confirmed for longer than the street's rule says."""
    n = waiting_too_long(request.scope, today).count()
    return [("hole", ngettext("%(n)s entry waits too long for a word", "%(n)s entries wait too long for a word", n) % {"n": n})] if n else []


def _fed(found: Board) -> list[tuple[str, str]]:
    """(look, words) about today's meals: who was not fed, of whom nothing was heard, how many were fed until now."""
    tally = found.meals
    if tally is None or not tally.expected:
        return []
    lines = [("late", ngettext("%(n)s not heard of", "%(n)s not heard of", tally.unheard) % {"n": tally.unheard})] if tally.unheard else []
    lines += [("late", ngettext("%(n)s not fed", "%(n)s not fed", tally.not_fed) % {"n": tally.not_fed})] if tally.not_fed else []
    return [*lines, ("done" if tally.fed else "due", _("%(fed)s of %(all)s fed") % {"fed": tally.fed, "all": tally.expected})]


def _needs(request: HttpRequest, found: Board, now: datetime) -> list[dict]:
    """Each need in words with its answer; the first nine answer to the keys 1 to 9."""
    lines = [_need(request, need, now) for need in found.needs]
    for key, line in enumerate(lines[:9], start=1):
        line["key"] = str(key)
    return lines


def _need(request: HttpRequest, need: Need, now: datetime) -> dict:
    """Words for one need. `post` is an address that takes a POST, `url` one to open."""
    person, row = need.person, need.of
    line = {
        "look": need.look, "pill": _ago(now, need.since) if need.since else "", "title": person.name if person else "",
        "about": _about(person, now) if person else "", "text": "", "post": "", "url": "", "answer": _("Look at it"),
    }  # fmt: skip
    may_act = request.scope.may("watch.act")
    if need.kind == "alert":
        line |= {"text": " · ".join(filter(None, (due_title(row.due.title) if row.due else "", alert_words(row)))), "url": address("alerts-one", row.pk)}
        if may_act:
            line |= {"post": address("alerts-take", row.pk), "answer": _("I see to it")}
    elif need.kind == "concern":
        line |= {"text": row.text, "url": address("concerns-one", row.pk), "answer": _("Answer it") if may_act else line["answer"]}
    elif need.kind == "holes":
        words = {"none": _("nobody answers for this person today"), "primary_only": _("no backup today"), "backup_only": _("only the backup is there today")}
        line |= {"pill": _("Hole"), "text": words.get(str(row.cover), ""), "url": address("net-elder", person.pk), "answer": _("Fill it")}
    elif need.kind == "held":
        line |= {"title": str(row.user), "text": _("Something from the phone could not be carried out."), "url": address("acts-held")}
    else:
        line |= {
            "pill": _("Review"), "title": _("%(n)s files of the register") % {"n": need.count}, "text": _("Doubtful rows that only a person can settle."),
            "url": _reviews(request), "answer": _("Row by row"),
        }  # fmt: skip
    return line


def _reviews(request: HttpRequest) -> str:
    return (address("review-list") if request.scope.may("review.settle") else "") or f"{reverse('people-list')}?review=1&status=all"


def _about(person: object, now: datetime) -> str:
    age = age_on(person.birth_date, clock.local_date(now))
    return " · ".join(filter(None, (_("aged %(age)s") % {"age": age} if age is not None else "", person.address)))


def _ago(now: datetime, then: datetime) -> str:
    """34 minutes, 5 hours, 2 days."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 120:
        return _("%(n)s min") % {"n": minutes}
    return _("%(n)s h") % {"n": minutes // 60} if minutes < 48 * 60 else _("%(n)s days") % {"n": minutes // 1440}
