"""From the numbers to a closed appraisal: the talk, both signatures, an objection and its answer, closing."""

from datetime import date, datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.people.operations import keep_paper
from qianshou.people.papers import PaperRefused

from ..models import Appraisal, AppraisalObjection, AppraisalSign
from .appraisal import is_over, open_row


@transaction.atomic
def note_talk(*, appraisal_id: int, on: date, said_by_office: str, said_by_carer: str, goals: str, now: datetime, by_id: int) -> Appraisal:
    """What both said, and what they agreed on. Written again it is corrected, while nobody has signed.

    Refused "closed", "signed", "talk" without a word of the office, "future" for a day to come.
    """
    row = _unsigned(appraisal_id)
    if not said_by_office.strip():
        raise Refused("talk")
    if on > clock.local_date(now):
        raise Refused("future")
    row.talk_on, row.talk_by_id = on, by_id
    row.said_by_office, row.said_by_carer, row.goals = said_by_office.strip()[:1000], said_by_carer.strip()[:1000], goals.strip()[:500]
    row.save(update_fields=["talk_on", "talk_by", "said_by_office", "said_by_carer", "goals"])
    log(act="appraisal.talk", now=now, by_id=by_id, street_id=row.street_id, target="appraisal", target_id=row.pk)
    return row


def _unsigned(appraisal_id: int) -> Appraisal:
    row = open_row(appraisal_id)
    if row.signs.exists():
        raise Refused("signed")
    return row


@transaction.atomic
def sign(*, appraisal_id: int, who: str, how: str, now: datetime, by_id: int, data: bytes | None = None, name: str = "") -> AppraisalSign:
    """One of both signs: drawn (`data` is the PNG), or on the printed sheet (`data` may be its scan). The paper lies with the carer's papers, sealed.

    Refused "closed", "no_talk" before the talk, "signed_already", "drawing" for a drawn one without a drawing, "file_…" as papers refuse it.
    """
    row = open_row(appraisal_id)
    if row.talk_on is None:
        raise Refused("no_talk")
    if row.signs.filter(who=who).exists():
        raise Refused("signed_already")
    if who not in AppraisalSign.Who.values or how not in AppraisalSign.How.values or (how == AppraisalSign.How.DRAWN and not data):
        raise Refused("drawing")
    kept = None
    if data:
        kind = "signature" if how == AppraisalSign.How.DRAWN else "scan"
        try:
            kept = keep_paper(person_id=row.carer.person_id, kind=kind, name=name or f"{who}-{row.month:%Y-%m}", data=data, now=now, by_id=by_id)
        except PaperRefused as error:
            raise Refused(f"file_{error.code}") from error
    made = AppraisalSign.objects.create(appraisal=row, who=who, how=how, paper=kept, at=now, by_id=by_id)
    log(act="appraisal.signed", now=now, by_id=by_id, street_id=row.street_id, target="appraisal", target_id=row.pk, who=who, how=how)
    return made


@transaction.atomic
def drop_signs(*, appraisal_id: int, now: datetime, by_id: int) -> int:
    """The signatures do not count any more: something is to be changed before closing. The papers stay. Refused "closed". Returns how many."""
    row = open_row(appraisal_id)
    count, _ = row.signs.all().delete()
    if count:
        log(act="appraisal.unsigned", now=now, by_id=by_id, street_id=row.street_id, target="appraisal", target_id=row.pk)
    return count


@transaction.atomic
def object_to(*, appraisal_id: int, text: str, now: datetime, by_id: int | None, part: str = "") -> AppraisalObjection:
    """The carer says that it is not right: the whole, or one part. Also after closing. Refused "text" without a word, "waiting" while one waits."""
    row = Appraisal.objects.select_for_update(of=("self",)).get(pk=appraisal_id)
    if not text.strip():
        raise Refused("text")
    if row.objections.filter(state=AppraisalObjection.State.OPEN).exists():
        raise Refused("waiting")
    code = part if part in {one["code"] for one in row.parts} else ""
    made = AppraisalObjection.objects.create(appraisal=row, part=code, text=text.strip()[:500], at=now, written_by_id=by_id)
    log(act="appraisal.objected", now=now, by_id=by_id, street_id=row.street_id, target="appraisal", target_id=row.pk)
    return made


@transaction.atomic
def answer_objection(*, objection_id: int, upheld: bool, answer: str, now: datetime, by_id: int) -> AppraisalObjection:
    """Answer it in words. Where she is right, the record behind it is mended in its own place and the appraisal worked out anew (`work_out`, or `correct`).

    Refused "answer" without a word, "answered" when somebody was quicker.
    """
    row = AppraisalObjection.objects.select_for_update(of=("self",)).select_related("appraisal").get(pk=objection_id)
    if row.state != AppraisalObjection.State.OPEN:
        raise Refused("answered")
    if not answer.strip():
        raise Refused("answer")
    row.state = AppraisalObjection.State.UPHELD if upheld else AppraisalObjection.State.REFUSED
    row.answer, row.answered_by_id, row.answered_at = answer.strip()[:500], by_id, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    log(act="appraisal.answered", now=now, by_id=by_id, street_id=row.appraisal.street_id, target="appraisal", target_id=row.appraisal_id, upheld=upheld)
    return row


@transaction.atomic
def close(*, appraisal_id: int, now: datetime, by_id: int) -> Appraisal:
    """Close it for good; from now on the database refuses any change.

    Refused "closed", "month" while the month runs, "no_talk", "unsigned" until both have signed, "waiting" while an objection waits for its answer.
    """
    row = open_row(appraisal_id)
    if not is_over(row, now):
        raise Refused("month")
    if row.talk_on is None:
        raise Refused("no_talk")
    if row.signs.count() < len(AppraisalSign.Who.values):
        raise Refused("unsigned")
    if row.objections.filter(state=AppraisalObjection.State.OPEN).exists():
        raise Refused("waiting")
    row.state, row.closed_at, row.closed_by_id = Appraisal.State.CLOSED, now, by_id
    row.save(update_fields=["state", "closed_at", "closed_by"])
    log(act="appraisal.closed", now=now, by_id=by_id, street_id=row.street_id, target="appraisal", target_id=row.pk)
    return row
