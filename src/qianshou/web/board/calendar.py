"""The day's heading: weekday, lunar date and solar term, as a wall calendar in Shanghai has them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from lunar_python import Lunar, Solar

TERMS = {
    "立春": gettext_lazy("Start of Spring"), "雨水": gettext_lazy("Rain Water"), "惊蛰": gettext_lazy("Awakening of Insects"),
    "春分": gettext_lazy("Spring Equinox"), "清明": gettext_lazy("Clear and Bright"), "谷雨": gettext_lazy("Grain Rain"),
    "立夏": gettext_lazy("Start of Summer"), "小满": gettext_lazy("Grain Buds"), "芒种": gettext_lazy("Grain in Ear"),
    "夏至": gettext_lazy("Summer Solstice"), "小暑": gettext_lazy("Lesser Heat"), "大暑": gettext_lazy("Great Heat"),
    "立秋": gettext_lazy("Start of Autumn"), "处暑": gettext_lazy("End of Heat"), "白露": gettext_lazy("White Dew"),
    "秋分": gettext_lazy("Autumn Equinox"), "寒露": gettext_lazy("Cold Dew"), "霜降": gettext_lazy("Frost's Descent"),
    "立冬": gettext_lazy("Start of Winter"), "小雪": gettext_lazy("Lesser Snow"), "大雪": gettext_lazy("Great Snow"),
    "冬至": gettext_lazy("Winter Solstice"), "小寒": gettext_lazy("Lesser Cold"), "大寒": gettext_lazy("Great Cold"),
}  # fmt: skip


def heading(day: date) -> str:
    """11月24日 星期二 · Tuesday, November 24."""
    words = date_format(day, "MONTH_DAY_FORMAT"), date_format(day, "l")
    return f"{words[1]}, {words[0]}" if (get_language() or "").startswith("en") else " ".join(words)


def lunar_line(day: date) -> str:
    """十月十六 · 小雪后第2天 · lunar 10/16, 2 days after Lesser Snow."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"{_lunar_date(lunar)} · {_term(lunar, day)}"


def _lunar_date(lunar: Lunar) -> str:
    if (get_language() or "").startswith("en"):
        month = lunar.getMonth()
        return f"lunar {'leap ' if month < 0 else ''}{abs(month)}/{lunar.getDay()}"
    return f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def _term(lunar: Lunar, day: date) -> str:
    term = lunar.getPrevJieQi(True)
    name = str(TERMS.get(term.getName(), term.getName()))
    since = (day - date.fromisoformat(term.getSolar().toYmd())).days
    if since == 0:
        return name
    if since == 1:
        return _("the day after %(term)s") % {"term": name}
    return _("%(days)s days after %(term)s") % {"term": name, "days": since}
