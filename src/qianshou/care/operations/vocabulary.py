"""A word that people use is explained: a talent of its own, another word for one, or no talent; and that is taken back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from qianshou.access.models import Street
from qianshou.access.operations import log

from ..models import TalentWord
from ..queries.vocabulary import standing, talents_of
from ..rules.vocabulary import LONGEST, folded
from .errors import Refused

Meaning = TalentWord.Meaning


@transaction.atomic
def explain_word(
    *, street_id: int, word: str, meaning: str, code: str = "", en: str = "", on: date, now: datetime, by_id: int
) -> TalentWord:
    """From now on `word` means this, and whoever wrote it is found under it.

    `code`: the talent, for a synonym; `en`: the English name, for a new talent. Refused "word" for none or one too long, "meaning", "code" for a talent
    that is not there, "known" for a word that was explained before (take that back first).
    """
    said, street = folded(word), Street.objects.get(pk=street_id)
    if not 1 <= len(said) <= LONGEST:
        raise Refused("word", most=LONGEST)
    if meaning not in Meaning.values:
        raise Refused("meaning")
    if meaning == Meaning.SYNONYM and code not in talents_of(street, on):
        raise Refused("code")
    if standing(street).filter(word=said).exists():
        raise Refused("known", word=said)
    values = (
        {"code": code}
        if meaning == Meaning.SYNONYM
        else {"zh": word.strip()[:LONGEST], "en": en.strip()[:60]}
        if meaning == Meaning.NEW
        else {}
    )
    try:
        with transaction.atomic():
            row = TalentWord.objects.create(street=street, word=said, meaning=meaning, made_at=now, made_by_id=by_id, **values)
    except IntegrityError:  # somebody explained it in this moment
        raise Refused("known", word=said) from None
    if meaning == Meaning.NEW:
        row.code = f"own-{row.pk}"
        row.save(update_fields=["code"])
    log(act="word.explained", now=now, by_id=by_id, street_id=street_id, target="talent_word", target_id=row.pk, word=said, meaning=meaning)
    return row


@transaction.atomic
def take_back_word(*, word_id: int, now: datetime, by_id: int) -> bool:
    """It was a mistake: the word is not yet known again. False when it was taken back before. Refused "used" while other words stand for it."""
    row = TalentWord.objects.select_for_update().get(pk=word_id)
    if row.taken_back_at is not None:
        return False
    if row.meaning == Meaning.NEW and standing(row.street).filter(meaning=Meaning.SYNONYM, code=row.code).exists():
        raise Refused("used", word=row.word)
    TalentWord.objects.filter(pk=row.pk).update(taken_back_at=now)
    log(act="word.taken_back", now=now, by_id=by_id, street_id=row.street_id, target="talent_word", target_id=row.pk, word=row.word)
    return True
