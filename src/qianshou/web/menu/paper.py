"""The week's menu on one sheet of A4, in large print, with places for pictures."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse

from qianshou.access.permissions import requires
from qianshou.access.scope import street_of
from qianshou.booklets.menu_week import WeekDay, menu_week
from qianshou.booklets.render import MENU_WEEK, pdf
from qianshou.kernel import clock
from qianshou.meals import queries

from .spans import day_or_404, days_between, monday_of


@requires("packs.read")
def week_pdf(request: HttpRequest, monday: str) -> HttpResponse:
    """The sheet of the week in which a day lies. `?language=en`; a week with a draft in it says so across the sheet."""
    first, street = monday_of(day_or_404(monday)), street_of(request.scope)
    if street is None:
        raise Http404
    last = first + timedelta(days=6)
    held = {m.day: m for m in queries.menus(request.scope, first, last)}
    days = [
        WeekDay(day, tuple((d.category, d.name) for d in held[day].dishes.all()) if day in held else ()) for day in days_between(first, last)
    ]
    language = "en" if request.GET.get("language") == "en" else "zh"
    draft = any(menu.published_at is None for menu in held.values())
    data = menu_week(days, office=street.name, language=language, draft=draft)
    answer = HttpResponse(pdf(MENU_WEEK, data, clock.day_bounds(first)[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="menu-{first}.pdf"'
    return answer
