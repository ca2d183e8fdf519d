"""One day's menu on a page: write it, see what breaks a rule and why, take changes back."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.kernel.text import squeeze
from qianshou.meals import operations
from qianshou.meals.models import Category, Menu, MenuChange
from qianshou.meals.queries.menus import breaches_of, change_of, changes_of, menu_of, pack_of
from qianshou.meals.queries.recipes import recipes

from ..templatetags.shell import listed
from ..toasts import toast
from .spans import day_or_404
from .views import state_of
from .words import reason_words, refused, said


class DayForm(forms.Form):
    """A field for each kind of dish; several dishes of one kind with a comma between them."""

    reason = forms.CharField(
        label=gettext_lazy("Why it changes"), required=False, max_length=200,
        help_text=gettext_lazy("This day is published: others have read it. The reason stands beside the change."),
    )  # fmt: skip

    def __init__(self, *args: object, published: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for category in Category:
            box = forms.TextInput(attrs={"list": f"book-{category}", "autocomplete": "off"})
            self.fields[category] = forms.CharField(label=capfirst(category.label), required=False, max_length=200, widget=box)
        if not published:
            del self.fields["reason"]

    def kinds(self) -> list[forms.BoundField]:
        """The fields of the dishes, in the kitchen's order."""
        return [self[category] for category in Category]

    def dishes(self) -> list[tuple[str, str]]:
        """(category, name) pairs as the operation takes them."""
        return [(category, name) for category in Category.values for name in _names(self.cleaned_data[category])]


def _names(text: str) -> list[str]:
    text = squeeze(text)
    for comma in ",，;；":
        text = text.replace(comma, "、")
    return [name.strip() for name in text.split("、") if name.strip()]


@requires("menu.write")
def page(request: HttpRequest, day: str) -> HttpResponse:
    """The day's form, filled with what stands there."""
    on = day_or_404(day)
    menu = menu_of(request.scope, on)
    published = bool(menu and menu.published_at)
    form = DayForm(request.POST or None, initial=_initial(menu), published=published)
    if request.method == "POST" and form.is_valid():
        try:
            change = operations.set_menu(
                street_id=request.scope.street_id, day=on, dishes=form.dishes(), now=clock.now(), by_id=request.user.pk, reason=form.cleaned_data.get("reason", "")
            )  # fmt: skip
        except operations.Refused as error:
            form.add_error("reason", refused(error))
        else:
            if change == "unchanged":
                toast(request, _("Nothing had been changed."))
            else:
                toast(request, _("The menu of %(day)s is saved.") % {"day": on}, undo=reverse("menu-undo", args=[changes_of(request.scope, on, 1)[0].pk]))
            return redirect("menu-day", day)
    context = {"day": on, "cooked": menu, "form": form, "before": on - timedelta(days=1), "after": on + timedelta(days=1), **_around(request, on, menu)}
    return render(request, "web/menu/day.html", context, status=422 if form.errors else 200)


def _initial(menu: Menu | None) -> dict[str, str]:
    dishes = list(menu.dishes.all()) if menu else []
    return {category: "、".join(d.name for d in dishes if d.category == category) for category in Category.values}


def _around(request: HttpRequest, on: date, menu: Menu | None) -> dict:
    """What stands beside the form: state, breaches with their reasons, the dish book's names, changes."""
    street_id = request.scope.street_id
    pack, book = pack_of(street_id), recipes(request.scope)
    return {
        "state": state_of(menu) if menu else None, "breaches": [said(one, pack) for one in breaches_of(street_id, on, on).get(on, ())],
        "book": [(category, [r.name for r in book if r.category == category]) for category in Category.values],
        "undescribed": [d.recipe for d in menu.dishes.all() if not d.recipe.described_at] if menu else [],
        "changes": [_change(change, on) for change in changes_of(request.scope, on)],
    }  # fmt: skip


def _change(change: MenuChange, on: date) -> dict:
    key = on.isoformat()
    return {
        "row": change, "reason": reason_words(change.reason), "before": listed(name for _kind, name in change.before[key]) or "—",
        "after": listed(name for _kind, name in change.after[key]) or "—",
    }  # fmt: skip


@requires("menu.write")
@require_POST
def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take a change back."""
    change = or_404(change_of, request.scope, change_id)
    try:
        operations.undo_change(change_id=change.pk, now=clock.now(), by_id=request.user.pk)
    except operations.Refused as error:
        toast(request, refused(error), level=messages.ERROR)
    else:
        toast(request, _("Taken back: it is as it was."))
    if change.first_day == change.last_day:
        return redirect("menu-day", change.first_day.isoformat())
    return redirect(f"{reverse('menu-month')}?month={change.first_day:%Y-%m}")
