"""Moves in words: why not, and what stayed where."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qianshou.people.operations.moving import MoveRefused

REFUSALS = {
    "same": gettext_lazy("The file is in this street already."),
    "street": gettext_lazy("Choose the street to which the file goes."),
    "reason": gettext_lazy("Say why."),
    "offered": gettext_lazy("The file is offered already. Take that offer back first."),
    "merged": gettext_lazy("This file was merged into another one. Open that one."),
    "account": gettext_lazy("This person has an account of the program. Close it first, under Users."),
    "carer": gettext_lazy("This person is a carer of this street. Such a file stays here."),
    "unfinished": gettext_lazy("An intake, a request about her data or an erasure is not finished. Finish it first."),
    "doubt": gettext_lazy("A doubtful row about this file is open. Settle it first."),
    "gone": gettext_lazy("The offer was answered or taken back meanwhile."),
    "home": gettext_lazy("Choose a committee and a lane of your street."),
}
LOOKS = {"offered": "due", "withdrawn": "calm", "refused": "hole", "taken": "done"}


def refused(error: MoveRefused) -> str:
    """Why it was refused, and how to mend it."""
    return str(REFUSALS[error.code])


def kept_words(kept: dict) -> list[str]:
    """What ended and what is to be settled in the old street, in numbers; nothing that is zero."""
    counted = [
        ("visits", lambda n: ngettext("%(n)d visit to come was withdrawn", "%(n)d visits to come were withdrawn", n)),
        ("links", lambda n: ngettext("%(n)d link ended", "%(n)d links ended", n)),
        ("orders", lambda n: ngettext("%(n)d meal to come was taken away", "%(n)d meals to come were taken away", n)),
        (
            "concerns",
            lambda n: ngettext("%(n)d concern goes along and wants an answer there", "%(n)d concerns go along and want answers there", n),
        ),
        ("boxes", lambda n: ngettext("%(n)d meal box is still there: fetch it", "%(n)d meal boxes are still there: fetch them", n)),
    ]
    lines = [words(kept[code]) % {"n": kept[code]} for code, words in counted if kept.get(code)]
    if fen := kept.get("prepaid_fen"):
        words = _("¥%(yuan)s are to be paid back") if fen > 0 else _("¥%(yuan)s are still to be paid in")
        lines.append(words % {"yuan": f"{abs(fen) / 100:.2f}"})
    return lines
