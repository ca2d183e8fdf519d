"""A home visit of an intake: what is laid out for it, and taking it in when it comes back.

    home_visit  {"case", "person", "application"?, "consents"?: {purpose: "given" | "refused"}, "consent_by"?: {"name", "relation"},
                 "signatures"?: [{"act", "for": "consent" | "visit", "name", "relation"?}], "papers"?: [kind], "note"?,
                 "was"?: {"application", "consents"}: both as they were laid out}

The forms come as acts of their own ("assessment"), and so do the signatures ("signature"); all of them were made before this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qianshou.acts.models import Act
from qianshou.acts.operations import NotApplicableError
from qianshou.assessment.models import Assessment
from qianshou.assessment.queries import instrument_of
from qianshou.assessment.queries.table import handed_out
from qianshou.care.models import IntakeCase
from qianshou.care.operations import intake
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.intake import table_packets
from qianshou.people.models import Person

from ..rules import BadPayloadError
from .shapes import Form, Packet, Taker

KIND = "home_visit"
TELLS = ("other_assessor",)  # refusals that the acts have words for; any other one is a member that makes no sense
NOTE_LENGTH, MOST = 500, 50


@dataclass(frozen=True)
class Visit:
    """A payload whose frame is checked; whether it makes sense is for the intake to say."""

    case: int
    application: dict | None
    consents: dict[str, str]
    consent_by: dict[str, str]
    signatures: tuple[dict, ...]
    papers: tuple[str, ...]
    note: str
    was: dict


def packets(taker: Taker) -> list[Packet]:
    """One for each case whose person was handed out to this tablet, or that it is to visit."""
    if not taker.may_assess:
        return []
    laid = table_packets(taker.user, taker.now)
    people = Person.objects.select_related("place", "street").in_bulk([one["person"]["id"] for one in laid])
    last = {person.pk: person.until for person in handed_out(user_id=taker.user.pk, street_id=taker.street.pk, on=taker.today)}
    drafts = Assessment.objects.in_bulk([form["assessment"] for one in laid for form in one["instruments"] if form["assessment"]])
    return [_packet(taker, one, people[one["person"]["id"]], last, drafts) for one in laid if one["person"]["id"] in people]


def _packet(taker: Taker, one: dict, person: Person, last: dict, drafts: dict[int, Assessment]) -> Packet:
    forms = [form for asked in one["instruments"] if (form := _form(taker, one["case"], asked, drafts.get(asked["assessment"])))]
    visit = {key: value for key, value in one.items() if key not in ("person", "instruments")} | {key: one["person"][key] for key in ("access", "living", "telephones")}
    return Packet(
        id=f"intake:{one['case']}", kind="intake", person=person, until=last.get(person.pk) or taker.today, offers=True, forms=tuple(forms),
        visit=visit | {"forms": [form.key for form in forms]},
    )  # fmt: skip


def _form(taker: Taker, case: int, asked: dict, held: Assessment | None) -> Form | None:
    """A form that lies begun keeps its version; one that is finished is only said to be finished."""
    draft = held if held and not asked["done"] else None
    instrument = instrument_of(taker.street, asked["code"], draft.version) if draft else taker.known.get(asked["code"])
    if instrument is None:
        return None
    return Form(
        key=f"intake:{case}:{asked['code']}", act="assessment", instrument=instrument, state="done" if asked["done"] else "begun" if draft else "none",
        why="first", answers=asked["answers"], changes=tuple(asked["changes"]), base=draft, by=taker.today,
    )  # fmt: skip


def read_visit(_kind: str, payload: dict) -> Visit:
    """Check a payload. Raises BadPayloadError with the member that does not fit."""
    case = payload.get("case")
    if not isinstance(case, int) or isinstance(case, bool) or not 0 < case < 2**63:
        raise BadPayloadError("case")
    application = payload.get("application")
    if application is not None and not isinstance(application, dict):
        raise BadPayloadError("application")
    was = payload.get("was") or {}
    if not isinstance(was, dict) or not all(one is None or isinstance(one, dict) for one in was.values()):
        raise BadPayloadError("was")
    note = payload.get("note", "")
    if not isinstance(note, str):
        raise BadPayloadError("note")
    papers = payload.get("papers", [])
    if not isinstance(papers, list) or len(papers) > MOST or not all(isinstance(one, str) for one in papers):
        raise BadPayloadError("papers")
    return Visit(case, application, _texts(payload, "consents"), _texts(payload, "consent_by"), _signatures(payload), tuple(dict.fromkeys(papers)), note.strip()[:NOTE_LENGTH], was)


def _texts(payload: dict, member: str) -> dict[str, str]:
    value = payload.get(member) or {}
    if not isinstance(value, dict) or len(value) > MOST or not all(isinstance(one, str) for one in value.values()):
        raise BadPayloadError(member)
    return value


def _signatures(payload: dict) -> tuple[dict, ...]:
    rows = payload.get("signatures", [])
    if not isinstance(rows, list) or len(rows) > MOST or not all(isinstance(one, dict) and all(isinstance(v, str) for v in one.values()) for one in rows):
        raise BadPayloadError("signatures")
    try:
        return tuple(one | {"act": str(UUID(one.get("act", "")))} for one in rows)
    except ValueError:
        raise BadPayloadError("signatures") from None


def take_visit(act: Act, said: Visit, _carer: object, now: datetime) -> dict:
    """Take it in. Returns {"case", "state", "left"}; NotApplicableError for a case that this account did not have along or that is closed."""
    kept = {str(one.pk): one.effect.get("paper") for one in Act.objects.filter(pk__in=[one["act"] for one in said.signatures], kind="signature", user_id=act.user_id)}
    signatures = [one | {"paper": kept.get(one["act"])} for one in said.signatures]
    for one in signatures:
        one.pop("png", None)
    try:
        done = intake.record_home_visit(
            user=act.user, case_id=said.case, act_id=act.pk, made_at=act.made_at, now=now, application=said.application, consents=said.consents,
            consent_by=said.consent_by, signatures=signatures, papers=said.papers, note=said.note, was=said.was,
        )  # fmt: skip
    except IntakeCase.DoesNotExist:
        raise NotApplicableError("not_handed_out", case=said.case) from None
    except Refused as refusal:
        if refusal.code == "state":
            raise NotApplicableError("case_closed", case=said.case) from refusal
        if refusal.code in TELLS:
            raise NotApplicableError(refusal.code, case=said.case) from refusal
        raise NotApplicableError("payload", member=refusal.code) from refusal
    return {"case": done.case_id, "state": done.state, "left": list(done.left)}
