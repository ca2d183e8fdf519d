"""A week of menus against everybody's diets: what clashes, for whom, and what they get instead."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.queries.clashes import Group, fitting, groups_of, substitute_of
from qianshou.meals.queries.diets import book_for, diets_seen
from qianshou.meals.queries.menus import menu_of, pack_of
from qianshou.meals.rules.diets import Meaning
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person

from ..menu.spans import monday_of, read_day
from ..toasts import toast
from .said import key_words, refused, why_words

WEEK = timedelta(days=7)
NAMED = 30  # people named under a dish; the rest are a number
UNKNOWN = ("unknown",)


@requires("diets.read")
def week(request: HttpRequest) -> HttpResponse:
    """`?week=` any day of it, otherwise the week of tomorrow. `?show=all` has what is settled too; `?choose=` opens a form."""
    first = monday_of(read_day(request.GET.get("week")) or clock.today() + timedelta(days=1))
    last = first + WEEK - timedelta(days=1)
    street_id = request.scope.street_id
    if street_id is None:
        raise Http404
    diets, pack = diets_seen(request.scope), pack_of(street_id)
    groups = groups_of(street_id, first, last, diets)
    everything = request.GET.get("show") == "all"
    known = [g for g in groups if g.why != UNKNOWN]
    shown = [g for g in known if everything or g.open or _id(g) == request.GET.get("choose")]
    names = dict(Person.objects.filter(pk__in={p for g in shown for p in [*g.people[:NAMED], *g.unfit[:NAMED]]}).values_list("pk", "name"))
    days: dict[date, list[dict]] = {}
    for group in shown:
        days.setdefault(group.day, []).append(_shown(group, names, pack))
    unknown: dict[int, dict] = {}
    for group in (g for g in groups if g.why == UNKNOWN and g.hard):
        unknown.setdefault(group.food.recipe_id, {"name": group.food.name, "people": set()})["people"].update(group.people)
    context = {
        "first": first, "last": last, "before": first - WEEK, "after": first + WEEK, "days": days.items(), "everything": everything,
        "open": sum(g.open for g in known), "all": len(known), "unsettled": sum(bool(d.questions) for d in diets.values()), "people": len(diets),
        "unknown": [(pk, one["name"], len(one["people"])) for pk, one in unknown.items()], "may_choose": request.scope.may("substitutes.choose"),
        "choice": _choice(request, groups, pack), "may_describe": request.scope.may("menu.write"),
    }  # fmt: skip
    return render(request, "web/diets/clashes.html", context)


def _id(group: Group) -> str:
    return f"{group.day.isoformat()}.{group.food.recipe_id}.{group.key}"


def _shown(group: Group, names: dict[int, str], pack: Pack) -> dict:
    """One group, ready for the page."""
    return {
        "group": group, "id": _id(group), "diet": key_words(group.key, pack), "why": why_words(group.why, pack),
        "names": [(pk, names[pk]) for pk in group.people[:NAMED]], "more": max(0, len(group.people) - NAMED),
        "unfit": [(pk, names[pk]) for pk in group.unfit[:NAMED]],
    }  # fmt: skip


def _choice(request: HttpRequest, groups: list[Group], pack: Pack) -> dict | None:
    """The form that `?choose=` opens: the dishes that fit, those of the same kind first."""
    group = next((g for g in groups if _id(g) == request.GET.get("choose")), None)
    if group is None or not request.scope.may("substitutes.choose"):
        return None
    kind, _colon, target = group.key.partition(":")
    restriction = book_for(request.scope.street_id).restriction(Meaning(kind, target))
    fit = fitting(request.scope.street_id, restriction, group.food.recipe_id)
    fit.sort(key=lambda recipe: (recipe.category != group.food.category, recipe.name))
    return {"group": group, "id": _id(group), "diet": key_words(group.key, pack), "fit": fit}


@requires("substitutes.choose")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose for a whole group. `recipe` empty: they get nothing in its place."""
    day, key = read_day(request.POST.get("day")), request.POST.get("key", "")
    menu = menu_of(request.scope, day) if day else None
    if menu is None:
        raise Http404
    try:
        operations.choose_substitute(
            menu_id=menu.pk, instead_of_id=_number(request.POST.get("dish")) or 0, key=key, recipe_id=_number(request.POST.get("recipe")),
            now=clock.now(), by_id=request.user.pk,
        )  # fmt: skip
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("Chosen for all of them."))
    return redirect(f"{reverse('diets-clashes')}?week={day}&show=all")


@requires("substitutes.choose")
@require_POST
def withdraw(request: HttpRequest, substitute_id: int) -> HttpResponse:
    """The choice holds no more."""
    row = or_404(substitute_of, request.scope, substitute_id)
    try:
        operations.withdraw_substitute(substitute_id=row.pk, now=clock.now(), by_id=request.user.pk)
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("The choice is withdrawn."))
    return redirect(f"{reverse('diets-clashes')}?week={row.menu.day}")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None
