"""Where the boxes are: the drawing, the carts and the washing of a day, what is out for too long, what the desk enters."""

from datetime import date, timedelta
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qianshou.access.permissions import requires
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.meals.models import Cart, WashBatch
from qianshou.meals.queries.boxes import BoxDay, box_day, box_rules, entries_on
from qianshou.meals.queries.boxes_out import Out, OutList, boxes_out
from qianshou.meals.rules.boxes import days_out
from qianshou.people.models import Phone

from ..listing import Listing
from ..templatetags.people import STATUS_WORDS
from ..watch.reading import aloud, committees, day_of, number
from .said import below_words, entry_words

ON_A_PAGE = 50
SHOWS = ("overdue", "all", "differences")
FORMS = ("buy", "discard", "lose", "find", "count", "wash")


@requires("meals.kitchen", "meals.order")
def page(request: HttpRequest) -> HttpResponse:
    """`?day=` another day; the list of homes is narrowed by `?show=` and `?committee=`, and leaves the program as every list does."""
    scope, today = request.scope, clock.today()
    day = min(day_of(request.GET.get("day"), today), today)
    show = request.GET.get("show") if request.GET.get("show") in SHOWS else "overdue"
    committee = number(request.GET.get("committee"))
    out = boxes_out(scope=scope, today=today, committee=committee, show=show)
    phones = _phones(scope, out.rows) if request.GET.get("format") else {}
    title = _titles(out)[show]
    listing = Listing(title=title, columns=_columns(today, phones), rows=out.rows, text_columns=(0, 1, 3, 4))
    if answer := listing.answer(request):
        return answer
    paged = Paginator(out.rows, ON_A_PAGE).get_page(request.GET.get("page"))
    found = box_day(scope=scope, day=day)
    context = {
        "found": found, "day": day, "today": today, "before": day - timedelta(days=1), "after": day + timedelta(days=1) if day < today else None,
        "flows": _flows(found), "below": below_words(found.stand), "empty": found.stand.bought == 0 and found.stand.homes == 0,
        "batches": _batches(scope, found, today), "methods": WashBatch.Method.choices, "entries": _entries(scope, day),
        "keys": {name: uuid4() for name in FORMS},
        "carts": Cart.objects.filter(street_id=scope.street_id, retired_on__isnull=True),
        "may_wash": scope.may("meals.kitchen"), "may_write": scope.may("boxes.write"),
        "may_take": scope.may("export.run"), "may_call": scope.may("files.read"), "page": paged, "rows": _rows(scope, list(paged), today),
        "out": out, "show": show, "committee": committee,
        "title": title, "titles": _titles(out), "committees": committees(scope), "may_open": scope.may("meals.order"),
    }  # fmt: skip
    return render(request, "web/boxes/page.html", context)


def _titles(out: OutList) -> dict[str, str]:
    return {
        "overdue": _("Boxes out for more than %(days)s days") % {"days": out.days}, "all": _("All boxes at homes"),
        "differences": _("Taken back, and nobody wrote them out"),
    }  # fmt: skip


def _flows(found: BoxDay) -> dict[str, int]:
    """What went along each arrow on the day."""
    done = [b for b in found.batches if b.state == WashBatch.State.DONE]
    return {
        "out": sum(c.out for c in found.carts), "back": sum(c.back + c.full for c in found.carts), "washing": sum(b.boxes for b in found.batches),
        "washed": sum(b.boxes for b in done), "lost": sum(c.lost for c in found.carts),
    }  # fmt: skip


def _batches(scope: Scope, found: BoxDay, today: date) -> list[dict]:
    """Each batch with the least that counts as clean, and keys for its two buttons."""
    rules = box_rules(scope.street_id, today) if found.batches else {}
    looks = {"running": "due", "done": "done", "failed": "late"}
    return [
        {"of": b, "least": rules.get(b.method), "look": looks[b.state], "end": uuid4(), "fail": uuid4(), "hot": b.method == WashBatch.Method.HEAT}
        for b in found.batches
    ]  # fmt: skip


def _entries(scope: Scope, day: date) -> list[dict]:
    return [{"of": move, "words": entry_words(move)} for move in entries_on(scope=scope, day=day)]


def _rows(scope: Scope, rows: list[Out], today: date) -> list[dict]:
    """What one page shows."""
    phones = _phones(scope, rows)
    return [{"of": row, "days": days_out(row.since, today) if row.since else None, "phones": phones.get(row.person_id, [])} for row in rows]


def _phones(scope: Scope, rows: list[Out]) -> dict[int, list[str]]:
    """Telephones, for whoever may read files: the kitchen does not."""
    found: dict[int, list[str]] = {}
    if scope.may("files.read"):
        for phone in Phone.objects.filter(person_id__in=[row.person_id for row in rows]).order_by("person_id", "pk"):
            found.setdefault(phone.person_id, []).append(aloud(phone))
    return found


def _columns(today: date, phones: dict[int, list[str]]) -> list:
    return [
        (_("Name"), "person.name"), (_("Door"), "person.address"), (_("Committee"), "person.committee.name"),
        (_("Telephone"), lambda r: phones.get(r.person_id, [])),
        (_("Boxes"), "still"), (pgettext("boxes", "Since"), lambda r: clock.local_date(r.since) if r.since else ""),
        (_("Days"), lambda r: days_out(r.since, today) if r.since else ""), (_("File"), lambda r: STATUS_WORDS.get(r.person.file.status, "")),
        (_("Not written out"), lambda r: r.unexplained or ""),
    ]  # fmt: skip
