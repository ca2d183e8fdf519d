"""An intake in words: steps, acts, refusals, reasons of a proposal, amounts."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.care.models import IntakeCase, IntakeDecision, IntakeEntry
from qianshou.care.operations import Refused
from qianshou.care.rules.intake import STEPS
from qianshou.packs.shapes import Pack

from ..net.said import refused as net_refused
from ..templatetags.shell import listed

STEP_WORDS = {
    "applied": gettext_lazy("Application"), "check": gettext_lazy("Check of the application"), "assess": gettext_lazy("Home visit and assessment"), "decide": gettext_lazy("Decision"),
    "plan": gettext_lazy("Care plan"), "consent": gettext_lazy("Consents"), "booklet": gettext_lazy("Booklet"), "net": gettext_lazy("Into the net"),
}  # fmt: skip
LOOKS = {"done": "done", "refused": "calm", "withdrawn": "calm", "deferred": "hole"}
ACTS = {
    "applied": gettext_lazy("Application written down"), "edit": gettext_lazy("Application changed"), "assigned": gettext_lazy("Somebody else answers for it"),
    "visit_planned": gettext_lazy("Home visit agreed"), "visited": gettext_lazy("Came back from the home visit"), "checked": gettext_lazy("Checked"),
    "not_eligible": gettext_lazy("Refused at the check"), "assessed": gettext_lazy("Visited and assessed"), "decided": gettext_lazy("Decided"),
    "planned": gettext_lazy("Care plan accepted"), "consented": gettext_lazy("Consents asked for"), "handed": gettext_lazy("Booklet handed over"),
    "entered": gettext_lazy("In the net"), "withdrawn": gettext_lazy("Withdrawn"), "reopened": gettext_lazy("Reopened"),
    "merged": gettext_lazy("Withdrawn: two files merged"), "appealed": gettext_lazy("Appeal lodged"), "appeal_dropped": gettext_lazy("Appeal taken back"),
}  # fmt: skip
CRITERIA = {"age": gettext_lazy("Old enough"), "residence": gettext_lazy("Lives in the street"), "alone": gettext_lazy("Lives alone")}
APPLICATION = {
    "applicant": gettext_lazy("Who applies"), "name": gettext_lazy("Name of the applicant"), "relation": gettext_lazy("Relation of the applicant"), "phone": gettext_lazy("Telephone of the applicant"),
    "wishes": gettext_lazy("What is wished, in their words"), "wished": gettext_lazy("Help that is wished"),
}  # fmt: skip
FINDINGS = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no"), "unknown": gettext_lazy("not known")}
OUTCOME_LOOK = {"granted": "done", "refused": "late", "deferred": "hole"}
PER = {"once": gettext_lazy("once"), "month": gettext_lazy("a month"), "year": gettext_lazy("a year")}
WHY = {
    "level": gettext_lazy("by level"), "alone": gettext_lazy("lives alone"), "wish": gettext_lazy("wished for"),
    "has": gettext_lazy("in the plan already"), "season": gettext_lazy("not in this season"),
}  # fmt: skip

REFUSALS: dict[str, object] = {
    "stale": gettext_lazy("Somebody has gone on with this case meanwhile. What you typed is still here: look at the case, then send it again."),
    "state": gettext_lazy("The case stands elsewhere by now: this step is over, or not come to yet."),
    "appeal_open": gettext_lazy("An appeal is open already."),
    "no_appeal": gettext_lazy("No appeal is open."),
    "came_by": gettext_lazy("Choose by which way the application came."),
    "applicant": gettext_lazy("Choose who applies."),
    "applicant_name": gettext_lazy("Write down the name of whoever applies for somebody else."),
    "phone": gettext_lazy("This is no telephone number: write it as it is dialled."),
    "name": gettext_lazy("A name is needed."),
    "id_number": gettext_lazy("The ID number is not right: compare it with the card, digit by digit, or leave it empty."),
    "service": gettext_lazy("There is no such service in the catalogue."),
    "future": gettext_lazy("This day is in the future."),
    "dead": gettext_lazy("By the file this person has died."),
    "same_id": gettext_lazy("This ID number is in a file already: take that file."),
    "same_name": gettext_lazy("Somebody of this name is known: take that file, or say that this is somebody else."),
    "open_case": gettext_lazy("This person has a case that is open already."),
    "not_met": gettext_lazy("Not met: %(words)s. Refuse, or go on all the same and write down why."),
    "papers": gettext_lazy("Still missing: %(words)s. Tick them as seen, or keep a copy."),
    "all_met": gettext_lazy("Every condition is met: nothing speaks for a refusal here."),
    "reason": gettext_lazy("A reason is needed: it stands in the letter and in the file."),
    "by_name": gettext_lazy("Write down who said so."),
    "forms": gettext_lazy("Not finished yet: %(words)s."),
    "other_assessor": gettext_lazy("Somebody who assessed before cannot assess an appeal: send another."),
    "four_eyes": gettext_lazy("Whoever assessed does not decide: a colleague must."),
    "other_decider": gettext_lazy("Whoever decided before does not decide on the appeal: a colleague must."),
    "outcome": gettext_lazy("Choose: granted, refused or deferred."),
    "level": gettext_lazy("Choose the level that is granted."),
    "until": gettext_lazy("Until when is it deferred? Choose a day to come."),
    "too_late": gettext_lazy("An appeal was possible until %(until)s."),
    "before": gettext_lazy("This day lies before the decision."),
    "final": gettext_lazy("This decision was made on an appeal: the office's way ends here."),
    "lodged_by": gettext_lazy("Write down who appeals."),
    "empty_plan": gettext_lazy("Take at least one service, or write down why none is needed."),
    "purposes": gettext_lazy("Not answered yet: %(words)s. Choose yes or no for each."),
    "to": gettext_lazy("Write down to whom the booklet was given."),
    "nobody": gettext_lazy("Nobody would answer for this person: choose a carer, or mark a key elder, whom the net shows as a hole."),
    "paper_kind": gettext_lazy("Choose what kind of paper it is."),
    "closed": gettext_lazy("The case is closed."),
    "witness": gettext_lazy("A spoken yes needs a witness: write down who was there, or keep a scan of the signed paper."),
    "file_empty": gettext_lazy("The file is empty: choose it again."),
    "file_too_big": gettext_lazy("The file is over 10 MB: scan it in grey or with fewer dots."),
    "file_kind": gettext_lazy("This is neither PDF nor JPEG nor PNG: scan or photograph the paper again."),
    "findings": gettext_lazy("Choose yes, no or not known."),
}


def refused(error: Refused, pack: Pack) -> str:
    """Why an act was refused, as a sentence."""
    text = REFUSALS.get(error.code)
    said = str(text) % (error.params | {"words": _words(error, pack)}) if text else net_refused(error)
    if (line := error.params.get("line")) is not None:
        return _("Line %(n)s: %(why)s") % {"n": int(line) + 1, "why": said}
    if error.code == "open_case" and error.params.get("case"):
        return format_html('{} <a href="{}">{}</a>', said, reverse("intake-case", args=[error.params["case"]]), _("Open it"))
    return said


def _words(error: Refused, pack: Pack) -> str:
    """The codes of a refusal by their names."""
    language = get_language()
    if error.code == "papers":
        return listed(pack.intake_papers[code].name(language) for code in error.params["missing"])
    if error.code == "purposes":
        return listed(pack.purposes[code].name(language) for code in error.params["missing"])
    if error.code == "not_met":
        return listed(str(CRITERIA[name]) for name in error.params["criteria"])
    return listed(error.params.get("missing", ()))


def level_words(pack: Pack, level: int | None) -> str:
    """A level by number and name."""
    row = next((one for one in pack.levels.values() if one.level == level), None)
    return "" if level is None else f"{level} {row.name(get_language())}" if row else str(level)


def money(fen: int | None) -> str:
    """Whole fen as yuan; "" for an amount that nobody has set."""
    return "" if fen is None else f"{fen / 100:,.2f}"


def entry_words(entry: IntakeEntry, pack: Pack) -> str:
    """What an act came to, beside its name."""
    detail = entry.detail
    if entry.act in ("decided", "not_eligible"):
        words = [str(IntakeDecision.Outcome(detail["outcome"]).label)] if detail.get("outcome") else []
        return " · ".join(filter(None, (*words, level_words(pack, detail.get("level")))))
    if entry.act == "consented" and detail.get("refused"):
        return _("refused: %(what)s") % {"what": listed(pack.purposes[c].name(get_language()) if c in pack.purposes else c for c in detail["refused"])}
    if entry.act == "visited" and detail.get("apart"):
        return _("changed at the desk meanwhile, not entered: %(what)s") % {"what": listed(_apart(detail["apart"], pack))}
    if entry.act == "withdrawn":
        return detail.get("said_by", "")
    return ""


def _apart(apart: dict, pack: Pack) -> list[str]:
    """What was said at the table beside what the desk has."""
    words = [f"{APPLICATION.get(name, name)} “{listed(value) if isinstance(value, list) else value}”" for name, value in apart["application"].items()]
    answers = {"given": FINDINGS["yes"], "refused": FINDINGS["no"]}
    return words + [f"{pack.purposes[code].name(get_language()) if code in pack.purposes else code} “{answers[value]}”" for code, value in apart["consents"].items()]


def stepper(case: IntakeCase, entries: list[IntakeEntry]) -> list[dict]:
    """The steps with how each stands: done (by whom, when), now, ahead."""
    at = case.held or ("decide" if case.state in ("deferred", "refused") else case.state)
    reached = len(STEPS) if case.state == "done" else STEPS.index(at) if at in STEPS else STEPS.index("decide")
    acts = {"checked": "check", "not_eligible": "check", "assessed": "assess", "decided": "decide", "planned": "plan", "consented": "consent", "handed": "booklet", "entered": "net"}
    last = {acts[e.act]: e for e in entries if e.act in acts} | {"applied": entries[0]} if entries else {}
    lines = []
    for number, code in enumerate(("applied", *STEPS)):
        look = "done" if number <= reached else "ahead"
        if number == reached + 1 and case.state != "done":
            look = "now" if case.is_open else "stopped"
        lines.append({"code": code, "label": STEP_WORDS[code], "look": look, "entry": last.get(code) if look != "ahead" else None, "number": number + 1})
    return lines
