"""A consent form is filled in: several purposes answered at once, with the paper or the signature that proves it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ..models import Consent, Paper
from .consents import ConsentRefused, answer_consent
from .papers import keep_paper


@transaction.atomic
def answer_form(
    *, person_id: int, answers: Mapping[str, bool], how: str, now: datetime, by_id: int, by_name: str = "", by_relation: str = "", witness: str = "",
    proof: bytes = b"", proof_name: str = "",
) -> list[Consent]:  # fmt: skip
    """Write down every purpose that was answered, all or none. `proof`: the scan of the paper, or the signature drawn on the screen.

    ConsentRefused "nothing" without any answer, "proof" for something signed without its proof where somebody said yes, and as
    `answer_consent`; PaperRefused for bytes that are no paper.
    """
    if not answers:
        raise ConsentRefused("nothing")
    signed = how in (Consent.How.SIGNED, Consent.How.PAPER)
    if signed and any(answers.values()) and not proof:
        raise ConsentRefused("proof")
    paper = None
    if signed and proof:
        kind = Paper.Kind.SIGNATURE if how == Consent.How.SIGNED else Paper.Kind.SCAN
        paper = keep_paper(person_id=person_id, kind=kind, name=proof_name, data=proof, now=now, by_id=by_id)
    return [
        answer_consent(
            person_id=person_id, purpose=purpose, given=given, how=how, now=now, by_id=by_id, by_name=by_name, by_relation=by_relation,
            witness=witness,
            paper_id=paper.pk if paper else None,
        )
        for purpose, given in answers.items()
    ]  # fmt: skip
