"""One month: the days as bars, by committee, by cart, what a meal cost, and the ways to sheets and money back."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.models import Committee
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.ledger.words import amount_words
from qianshou.meals.models import MealCost
from qianshou.meals.queries.afterwards import Filters, Span, Tally, carts_of, counted, longest_trips
from qianshou.meals.queries.costs import MonthCosts, month_costs
from qianshou.meals.queries.money_back import money_back
from qianshou.meals.rules.afterwards import per_meal

from ..listing import Listing
from ..months import chips, month_name, read_month
from ..watch.reading import committees
from .drawing import bars
from .said import doors_row, headline, percent, rest


@requires("meals.order")
def this_month(request: HttpRequest) -> HttpResponse:
    """This month; `?month=2026-10` another (the chips)."""
    wanted = read_month(request.GET.get("month")) or clock.today().replace(day=1)
    return redirect("fed-month", f"{wanted:%Y-%m}")


def month_or_404(text: str) -> date:
    """The first day of the month of an address that has begun."""
    found = read_month(text)
    if found is None or found > clock.today():
        raise Http404
    return found


def last_of(month: date) -> date:
    """The last day of a month."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@requires("meals.order")
def page(request: HttpRequest, month: str) -> HttpResponse:
    """The page under the filters of its address: `?committee=3&cart=2`."""
    first, now, scope = month_or_404(month), clock.now(), request.scope
    last, filters = last_of(first), Filters.read(request.GET)
    span = counted(scope=scope, first=first, last=last, now=now, filters=filters)
    title = _("Meals of %(month)s") % {"month": month_name(first)}
    if answer := _listing(title, span).answer(request):
        return answer
    whole = scope.may("ledger.read") and bool(scope.street_ids)
    owed = money_back(scope=scope, first=first, last=last, now=now) if whole else []
    own = Filters() if filters == Filters() else None
    context = {
        "title": title, "month": first, "code": month, "month_name": month_name(first), "chips": chips(first), "tally": span.total, "headline": headline(span.total),
        "rest": rest(span.total), "doors": doors_row(span.total.doors), "bars": bars(span.days, first, last), "committees": _committees(span), "carts": _carts(scope, span, first, last),
        "money": _money(span.total), "costs": _costs(month_costs(scope=scope, month=first), span.total) if whole and own else None, "kinds": MealCost.Kind.choices,
        "proposed": sum(one.state == "proposed" for one in owed), "choices": sum(one.state == "choice" for one in owed), "again": sum(one.state == "again" for one in owed),
        "given": sum(one.state == "given" for one in owed), "whole": whole, "filters": filters, "narrowed": filters != Filters(),
        "all_committees": committees(scope), "all_carts": carts_of(scope), "may_take": scope.may("export.run"), "may_write": scope.may("ledger.write"),
    }  # fmt: skip
    return render(request, "web/fed/month.html", context)


def _committees(span: Span) -> list[dict]:
    names = {c.pk: c for c in Committee.objects.filter(pk__in=[pk for pk in span.committees if pk])}
    ordered = sorted(span.committees.items(), key=lambda item: (item[0] is None, names[item[0]].position if item[0] in names else 0, item[0] or 0))
    return [{"name": names[pk].name if pk in names else _("no committee"), "pk": pk, "tally": one, "share": percent(one.fed, one.expected)} for pk, one in ordered]


def _carts(scope, span: Span, first: date, last: date) -> list[dict]:
    names, trips = {cart.pk: cart.name for cart in carts_of(scope)}, longest_trips(scope=scope, first=first, last=last)
    rows = [{"name": names.get(pk, ""), "pk": pk, "tally": one, "longest": trips.get(pk), **doors_row(one.doors)} for pk, one in span.carts.items()]
    return sorted(rows, key=lambda row: row["name"])


def _money(tally: Tally) -> dict:
    """What the fed meals stood for, and how it was paid."""
    portions, pays = tally.fed_portions, tally.price_fen - tally.subsidy_fen
    each = {name: per_meal(fen, portions) for name, fen in (("price", tally.price_fen), ("subsidy", tally.subsidy_fen), ("pays", pays))}
    return {
        "portions": portions, "price": amount_words(tally.price_fen, "fen"), "subsidy": amount_words(tally.subsidy_fen, "fen"), "pays": amount_words(pays, "fen"),
        "each": {name: amount_words(fen, "fen") if fen is not None else "" for name, fen in each.items()},
    }  # fmt: skip


def _costs(found: MonthCosts, tally: Tally) -> dict:
    """The bills, and what they come to for each portion that was eaten."""
    each, words = per_meal(found.total, tally.fed_portions), dict(MealCost.Kind.choices)
    lines = [(words[kind], amount_words(fen, "fen"), per_meal(fen, tally.fed_portions)) for kind, fen in found.by_kind.items()]
    return {
        "bills": [(bill, words[bill.kind], amount_words(bill.fen, "fen")) for bill in found.bills], "total": amount_words(found.total, "fen"),
        "each": amount_words(each, "fen") if each is not None and found.bills else "", "lines": [(word, total, amount_words(one, "fen") if one is not None else "") for word, total, one in lines],
        "missing": [word for kind, word in MealCost.Kind.choices if kind not in found.by_kind and kind != MealCost.Kind.OTHER], "book": found.book,
        "book_each": amount_words(found.book.fen, "fen") if found.book.fen is not None else "",
    }  # fmt: skip


def _listing(title: str, span: Span) -> Listing:
    """The days of the month, to take away: numbers only, no names."""
    columns = [
        (_("Day"), lambda row: row[0]), (_("Expected"), lambda row: row[1].expected), (_("Fed"), lambda row: row[1].fed), (_("Not fed"), lambda row: row[1].not_fed),
        (_("Not heard of"), lambda row: row[1].unheard), (_("Cancelled after the cut-off"), lambda row: row[1].off), (_("Portions eaten"), lambda row: row[1].fed_portions),
        (_("Punctual"), lambda row: percent(row[1].doors.punctual, row[1].doors.timed)), (_("Hot enough"), lambda row: percent(row[1].doors.hot, row[1].doors.measured)),
        (_("Street pays"), lambda row: row[1].subsidy_fen / 100), (_("Person pays"), lambda row: (row[1].price_fen - row[1].subsidy_fen) / 100),
    ]  # fmt: skip
    return Listing(title=title, columns=columns, rows=sorted(span.days.items()), capability="", text_columns=(0, 1, 2, 3, 4))
