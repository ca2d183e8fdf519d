"""The appraisal in words: why an act was refused, where an appraisal stands, what a record says."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.operations.errors import Refused
from qianshou.kernel.clock import ZONE
from qianshou.merit.models import Appraisal
from qianshou.merit.queries.appraisal import Behind, states_of
from qianshou.merit.rules.appraisal import tenths_text
from qianshou.packs.shapes import Pack

from ..templatetags.shell import listed

REFUSALS = {
    "future": gettext_lazy("That day is still to come."),
    "month": gettext_lazy("The month is not over yet: it can be closed on the first day of the next."),
    "closed": gettext_lazy("This appraisal is closed. A mistake is corrected by a new version."),
    "open": gettext_lazy("There is an open version already: go on with that one."),
    "signed": gettext_lazy("Somebody has signed these numbers. Take the signatures off first."),
    "signed_already": gettext_lazy("That signature is there already."),
    "talk": gettext_lazy("Write what the office said in the talk."),
    "no_talk": gettext_lazy("First the talk, then the signatures, then closing: write down the talk."),
    "unsigned": gettext_lazy("Both must have signed: the carer and an officer."),
    "waiting": gettext_lazy("An objection waits for its answer."),
    "drawing": gettext_lazy("Sign in the field, or choose “signed on paper”."),
    "text": gettext_lazy("Write a few words."),
    "answer": gettext_lazy("Write an answer that she understands."),
    "answered": gettext_lazy("Somebody has answered it already."),
    "why": gettext_lazy("Write why it is corrected: it stands on the sheet."),
    "seed": gettext_lazy("A seed is needed: any digits, for example those of a lottery."),
    "nobody": gettext_lazy("In this month nobody was visited who can be rung up."),
    "restricted": gettext_lazy("She had such calls restricted. Do not ring her."),
    "answers": gettext_lazy("Choose an answer for each of the questions."),
    "settled": gettext_lazy("Write what was found out or done."),
    "checks": gettext_lazy("Choose yes, no or “not seen” for each point."),
    "unseen": gettext_lazy("Nothing was seen: then it is no spot visit."),
    "title": gettext_lazy("Write what the training was about."),
    "minutes": gettext_lazy("How long it lasted: 5 to 1440 minutes."),
    "seats": gettext_lazy("Choose at least one carer who was called to it."),
    "kind": gettext_lazy("Choose praise or complaint, and from whom."),
    "finding": gettext_lazy("Choose what was found out."),
    "carer": gettext_lazy("Choose the carer."),
    "day": gettext_lazy("Choose the day."),
    "file_empty": gettext_lazy("The file is empty."),
    "file_too_big": gettext_lazy("The file is larger than 10 MB. Photograph it again, smaller."),
    "file_kind": gettext_lazy("Only a picture (PNG, JPEG) or a PDF can be kept."),
}
LOOKS = {"excellent": "done", "good": "done", "fair": "due", "poor": "hole"}
WHYS = {"none": gettext_lazy("no record this month: not said"), "few": gettext_lazy("too few records: not said")}
BANDS = {"light": gettext_lazy("light"), "usual": gettext_lazy("usual"), "heavy": gettext_lazy("heavy")}
STATES = {
    "talk": gettext_lazy("talk to be held"), "sign": gettext_lazy("to be signed"), "open": gettext_lazy("not closed yet"), "closed": gettext_lazy("closed for good"),
    "object": gettext_lazy("objection to be answered"),
}  # fmt: skip
CALL_WORDS = {"yes": gettext_lazy("yes"), "partly": gettext_lazy("partly"), "no": gettext_lazy("no"), "na": gettext_lazy("not seen")}


def refused(error: Refused) -> str:
    """Why it was refused, and what to do."""
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % error.params


def named(table: dict, code: str) -> str:
    """A row of the pack in the reader's language; its code where the pack does not have it any more."""
    return table[code].name(translation.get_language()) if code in table else code


def standing_of(row: Appraisal) -> tuple[str, str]:
    """(look, word) of where it stands, what waits first."""
    states = states_of(row)
    for code, look in (("object", "hole"), ("talk", "due"), ("sign", "due"), ("open", "due")):
        if code in states:
            return look, str(STATES[code])
    return "done", str(STATES["closed"])


def result_of(row: Appraisal, pack: Pack) -> tuple[str, str]:
    """(look, word) of the result."""
    return (LOOKS.get(row.result, "calm"), named(pack.appraisal_marks, row.result)) if row.result else ("calm", _("not enough to say"))


def part_of(part: dict, pack: Pack) -> dict:
    """A part as the page shows it."""
    said = part["points"] is not None
    return part | {
        "name": named(pack.appraisal, part["code"]), "said": said, "share_text": tenths_text(part["share"]), "points_text": tenths_text(part["points"]),
        "why_text": "" if said else WHYS[part["why"]], "allowance_text": tenths_text(part["allowance"]) if part["allowance"] else "",
        "meter": (part["points"] or 0) / 10,
    }  # fmt: skip


def record_of(one: Behind, pack: Pack) -> dict:
    """A record behind a part as a line: day, who, what, the words, an address to look further."""
    kind, row = one.key.partition(":")[0], one.row
    if row is None:
        return {"day": None, "who": "", "what": _("no longer there"), "words": "", "worth": one.worth, "person": None}
    made = {"visit": _visit, "concern": _concern, "callback": _callback, "spot": _spot, "training": _training, "feedback": _feedback}[kind](one, row, pack)
    return {"worth": one.worth, "person": None, "words": ""} | made


def _visit(one: Behind, row, pack: Pack) -> dict:
    done = next((event for event in one.events if event.kind == "done"), None)
    said = _("done %(at)s") % {"at": f"{_local(done.made_at):%H:%M}"} if done else _("not done")
    until = " · " + _("%(time)s at the latest") % {"time": f"{_local(one.due.late_at):%H:%M}"} if one.due else ""
    grades = listed(dict.fromkeys(named(pack.appraisal_marks, event.grade) for event in one.events if event.grade and event.kind in ("arrived", "done")))
    return {"day": row.day, "who": row.elder.name, "person": row.elder_id, "what": named(pack.services, row.service), "words": " · ".join(filter(None, (said + until, grades)))}


def _local(moment):
    return moment.astimezone(ZONE)


def _concern(one: Behind, row, pack: Pack) -> dict:
    return {"day": _local(row.made_at).date(), "who": row.person.name, "person": row.person_id, "what": row.noticed_by, "words": row.text}


def _callback(one: Behind, row, pack: Pack) -> dict:
    said = " · ".join(f"{named(pack.appraisal_questions, code)} {CALL_WORDS[answer]}" for code, answer in row.answers.items())
    return {"day": _local(row.called_at).date() if row.called_at else None, "who": row.elder.name, "person": row.elder_id, "what": said, "words": row.note}


def _spot(one: Behind, row, pack: Pack) -> dict:
    said = " · ".join(f"{named(pack.appraisal_questions, code)}: {CALL_WORDS[answer]}" for code, answer in row.checks.items())
    return {"day": row.on, "who": row.elder.name if row.elder else "", "person": row.elder_id, "what": said, "words": row.note}


def _training(one: Behind, row, pack: Pack) -> dict:
    return {"day": row.on, "who": "", "what": row.title, "words": _("%(n)s minutes") % {"n": row.minutes}}


def _feedback(one: Behind, row, pack: Pack) -> dict:
    return {"day": row.on, "who": row.source_name or row.get_source_display(), "what": row.get_kind_display(), "words": " — ".join(filter(None, (row.text, row.settled)))}
