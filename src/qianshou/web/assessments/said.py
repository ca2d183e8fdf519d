"""Assessments in words: a level and its reasons, what is missing, why an act was refused."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.assessment.models import Assessment
from qianshou.assessment.operations import Refused
from qianshou.packs.instrument_shapes import Instrument

from ..templatetags.shell import listed

REFUSALS = {
    "merged": gettext_lazy("This file was merged into another one. Open that one."),
    "instrument": gettext_lazy("This instrument is not in use on that day."),
    "month_done": gettext_lazy("The form of %(month)s is finished. Correct it, if something is wrong."),
    "future": gettext_lazy("The day is still to come. Write the day on which it was asked."),
    "answers": gettext_lazy("These answers do not fit the form any more: %(items)s. Choose again."),
    "missing": gettext_lazy("Not finished: there is no answer yet to %(items)s."),
    "finished": gettext_lazy("This form is finished already. It can be corrected or taken back."),
    "not_finished": gettext_lazy("This form is not finished, or was taken back."),
    "replaced": gettext_lazy("A correction stands in its place. Open that one."),
    "reason": gettext_lazy("Say why it is taken back."),
    "begun": gettext_lazy("A form of this kind lies begun for this person. Finish it or throw it away first."),
    "file": gettext_lazy("The file cannot be used: %(said)s"),
    "published": gettext_lazy("Version %(version)s was in use already, and records name it. Give the change a new version."),
    "pack_version": gettext_lazy("The pack has a version %(version)s of it already. Give yours another."),
    "not_a_taker": gettext_lazy("Nobody with this account assesses in the street. Give the account the role “visiting assessor” first."),
    "until": gettext_lazy("Choose a day from today on, within a month."),
    "nothing_to_correct": gettext_lazy("There is no finished form to correct any more. Go back and press “Try again”."),
    "form_begun": gettext_lazy("A correction of this form is under way already. Finish it or throw it away first."),
    "unknown_person": gettext_lazy("This person is not in the files of the street."),
    "not_published": gettext_lazy("It is not in use."),
}
CERTAINTY = {
    "seen": ("done", gettext_lazy("as in the source")),
    "second_hand": ("hole", gettext_lazy("to be checked against the standard")),
    "unverified": ("hole", gettext_lazy("not verified")),
}
# How a level looks: none is calm, the worst is late; between them a hole.
LOOKS = ("done", "due", "hole", "late", "late")


def refused(error: Refused, instrument: Instrument | None = None) -> str:
    """Why it was refused, and what to do."""
    params = dict(error.params)
    if "items" in params and instrument:
        params["items"] = listed([item.said(get_language()) for code in params["items"] if (item := instrument.item(code))][:8])
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % params


def level_words(instrument: Instrument, level: int | None) -> str:
    """The level's name, "" without one."""
    band = instrument.band(level) if level is not None else None
    return band.said(get_language()) if band else ""


def level_look(instrument: Instrument, level: int | None) -> str:
    """The look of a level: what is best is done, what is worst is late, whatever the number of levels."""
    if level is None:
        return "calm"
    if level == 0:
        return "done"
    return "late" if level == instrument.worst else LOOKS[min(level, 2)]


def reason_words(instrument: Instrument, row: Assessment) -> list[str]:
    """Why the level is worse than the points alone say."""
    language = get_language()
    return [change.said(language) for change in instrument.changes if change.code in row.reasons]


def result_words(instrument: Instrument, row: Assessment) -> str:
    """One line: "87 of 90 · moderate"."""
    if row.total is None:
        return _("finished") if row.state == Assessment.State.DONE else _("begun")
    points = _("%(total)s of %(most)s") % {"total": row.total, "most": instrument.most}
    level = level_words(instrument, row.level)
    return f"{points} · {level}" if level else points
