"""Points in words: why a task earned so many, why an act was refused."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.models import PointCredit
from qianshou.care.operations.credits import HAND
from qianshou.care.operations.errors import Refused
from qianshou.ledger.rules.points import BASE, kind_of
from qianshou.packs.shapes import Pack
from qianshou.packs.shapes_merit import CALL, COMPANY_VISIT, OUTING, REVIEW, PointRule

from ..templatetags.shell import listed

VISITS = gettext_lazy("Visits")
TASKS = {
    OUTING: gettext_lazy("Outing in company"), COMPANY_VISIT: gettext_lazy("Company at home"), CALL: gettext_lazy("A telephone call of company"),
    REVIEW: gettext_lazy("A monthly review"),
}  # fmt: skip
REFUSALS = {
    "text": gettext_lazy("Write what is not right."),
    "future": gettext_lazy("That day is still to come."),
    "open": gettext_lazy("An objection for this day waits for its answer already."),
    "answer": gettext_lazy("Write an answer that she understands."),
    "answered": gettext_lazy("Somebody has answered it already."),
    "points": gettext_lazy("Points by hand: a whole number from 0 to %(most)s, and only where she was right."),
}


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % error.params


def service_word(pack: Pack, code: str) -> str:
    """A service in the reader's language; its code where the pack does not have it any more."""
    return pack.services[code].name(translation.get_language()) if code in pack.services else code or _("by hand")


def task_word(pack: Pack, row: PointCredit) -> str:
    """What was done: the service of a visit, or the kind of the task."""
    return str(TASKS.get(kind_of(row.task), "")) or service_word(pack, row.service)


def rule_words(pack: Pack, rule: PointRule) -> tuple[str, str]:
    """A rule's name, and for what it holds where it does not hold for everything ("")."""
    language = translation.get_language()
    what = [str(TASKS.get(task, VISITS)) for task in rule.tasks] if rule.kind != "earns" else []
    months = [str(MONTHS_3[month]) for month in rule.months]
    services = [service_word(pack, code) for code in rule.services]
    return rule.name(language), listed([*(services or what), *months])


def reasons_words(pack: Pack, service: str, reasons: Iterable[Iterable]) -> list[tuple[str, int]]:
    """(words, points) of each reason."""
    return [(_rule_word(pack, service, rule), points) for rule, points in reasons]


def _rule_word(pack: Pack, service: str, rule: str) -> str:
    if rule == BASE:
        return service_word(pack, service)
    if rule == HAND:
        return _("given by an officer")
    return pack.point_rules[rule].name(translation.get_language()) if rule in pack.point_rules else rule
