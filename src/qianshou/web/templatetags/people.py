"""Words for what a file shows of other areas: states, dues, services, rhythms."""

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qianshou.care.models import PlanItem
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Living, Status
from qianshou.watch.models import Due
from qianshou.watch.models.due import State
from qianshou.watch.words import due_title

from .shell import listed, state

register = template.Library()

FILE_LOOKS = {"active": "done", "hospital": "hole", "away": "hole", "moved": "calm", "dead": "calm"}
DUE_LOOKS = {"open": "due", "late": "late", "excused": "calm"}
# One look-up and one translation a cell; Django's get_…_display translates every choice each time, half the time of a long list.
STATUS_WORDS, LIVING_WORDS, DUE_WORDS = dict(Status.choices), dict(Living.choices), dict(State.choices)


@register.simple_tag
def file_state(file: ElderFile) -> str:
    """The pill of a file's status."""
    return state(FILE_LOOKS.get(file.status, "calm"), STATUS_WORDS.get(file.status, file.status))


@register.filter
def living_words(file: ElderFile) -> str:
    """The living situation of a file."""
    return str(LIVING_WORDS.get(file.living, file.living))


@register.simple_tag
def due_state(due: Due) -> str:
    """The pill of a due's state."""
    return state(DUE_LOOKS.get(due.state, "done"), DUE_WORDS.get(due.state, due.state))


@register.filter
def due_words(due: Due) -> str:
    """What is due, in the reader's language."""
    return due_title(due.title)


@register.filter
def excuse_words(text: str) -> str:
    """Why it was excused; a code of the program is translated, what a person wrote stays."""
    return _(text) if text else ""


@register.filter
def service_words(item: PlanItem) -> str:
    """The service of a plan item by its name in the pack."""
    service = load().services.get(item.service)
    if service is None:
        return item.service
    return service.en if (get_language() or "").startswith("en") else service.zh


@register.filter
def rhythm(item: PlanItem) -> str:
    """When it recurs: weekdays, or times a week."""
    if item.times_per_week:
        return ngettext("once a week", "%(n)s times a week", item.times_per_week) % {"n": item.times_per_week}
    if len(item.weekdays) == 7:
        return _("every day")
    return listed(WEEKDAYS_ABBR[day - 1] for day in item.weekdays)


@register.filter
def dial(number: str) -> str:
    """A number for a tel: link."""
    return "".join(c for c in number if c.isdigit() or c == "+")
