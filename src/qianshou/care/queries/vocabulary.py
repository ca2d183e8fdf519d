"""A street's words for talents and interests: its pack's and its own, and what people wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import CharField, Count, F, Func, Q, QuerySet

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.loader import load
from qianshou.people.models import ElderFile, Person

from ..models import TalentWord
from ..rules.vocabulary import LIKES, Reading, Talent, Unknown, Vocabulary, folded, liked, not_yet_known

Meaning = TalentWord.Meaning


def standing(street: Street) -> QuerySet[TalentWord]:
    """What a street decided about words, and did not take back."""
    return TalentWord.objects.filter(street=street, taken_back_at__isnull=True)


def talents_of(street: Street, on: date) -> dict[str, Talent]:
    """Code → talent, the pack's first, with the words that the street added. A word that the street explained counts as it said."""
    rows = list(standing(street).order_by("pk"))
    said = {row.word for row in rows}
    words = {code: [w for w in (*one.words, one.en) if folded(w) not in said] for code, one in load(street.pack, on).talents.items()}
    names = {code: (one.zh, one.en, False) for code, one in load(street.pack, on).talents.items()}
    for row in rows:
        if row.meaning == Meaning.NEW:
            names[row.code], words[row.code] = (row.zh, row.en or row.zh, True), [row.zh, row.word, *([row.en] if row.en else [])]
    for row in rows:
        if row.meaning == Meaning.SYNONYM and row.code in words:
            words[row.code].append(row.word)
    return {code: Talent(code, zh, en, tuple(dict.fromkeys(words[code])), own) for code, (zh, en, own) in names.items()}


def vocabulary_of(street: Street, on: date) -> Vocabulary:
    """The same, for reading."""
    talents = talents_of(street, on)
    return Vocabulary.of(
        {code: one.words for code, one in talents.items()}, standing(street).filter(meaning=Meaning.NONE).values_list("word", flat=True)
    )


def written_in(street: Street) -> dict[str, int]:
    """Every text that people of a street have as a talent or interest → how many have it. Read from an index of those who have any."""
    rows = Person.objects.filter(street=street, merged_into__isnull=True).exclude(interests=[])
    texts = (
        rows.annotate(text=Func("interests", function="unnest", output_field=CharField())).values("text").annotate(n=Count("pk")).order_by()
    )
    return dict(texts.values_list("text", "n"))


@dataclass(frozen=True)
class Speech:
    """How a street speaks of talents: its words, and what people wrote (read when it is asked for)."""

    street: Street
    on: date

    @cached_property
    def talents(self) -> dict[str, Talent]:
        """Code → talent."""
        return talents_of(self.street, self.on)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Words → code."""
        return vocabulary_of(self.street, self.on)

    @cached_property
    def remarked(self) -> dict[int, tuple[str, ...]]:
        """Person → what the remarks on the file say that she likes. Read from an index of the remarks that say so."""
        merged = Person.objects.filter(street=self.street, merged_into__isnull=False).values("pk")
        rows = ElderFile.objects.filter(street=self.street, remarks__regex=LIKES).exclude(pk__in=merged).values_list("pk", "remarks")
        return {pk: texts for pk, remarks in rows if (texts := liked(remarks))}

    @cached_property
    def written(self) -> dict[str, int]:
        """Text → how many have it, among their talents or in remarks."""
        return dict(Counter(written_in(self.street)) + Counter(text for texts in self.remarked.values() for text in texts))

    def readings(self) -> dict[str, Reading]:
        """Each written text as it is understood."""
        return {text: self.vocabulary.read(text) for text in self.written}

    def tastes(self, texts: Iterable[str]) -> frozenset[str]:
        """What somebody likes, in words that others have too: the talents that are read out of her texts; a text that says none, as it stands."""
        readings = {text: self.vocabulary.read(text).codes for text in texts}
        return frozenset(name for text, codes in readings.items() for name in ([self.talents[code].zh for code in codes] or [text]))

    def texts_of(self, codes: tuple[str, ...], words: tuple[str, ...] = ()) -> list[str]:
        """The written texts that speak of any of the talents, or hold any of the words."""
        wanted = set(codes)
        return sorted(
            text for text, reading in self.readings().items() if wanted & set(reading.codes) or any(word in folded(text) for word in words)
        )

    def remarked_of(self, texts: Iterable[str]) -> list[int]:
        """The persons in whose remarks one of the texts stands."""
        wanted = set(texts)
        return [pk for pk, own in self.remarked.items() if wanted & set(own)]

    def unknown(self) -> list[Unknown]:
        """Words not yet known, the most written first."""
        return not_yet_known(self.written, self.vocabulary)


def has_text(speech: Speech, texts: list[str]) -> Q:
    """Whoever has one of the texts among her talents, or in remarks. The second half of the first lets the index of those who have any be used."""
    return Q(interests__overlap=texts) & ~Q(interests=[]) | Q(pk__in=speech.remarked_of(texts))


def who_wrote(*, scope: Scope, speech: Speech, texts: list[str]) -> QuerySet[Person]:
    """People of a street whom the user may see and who have one of the texts."""
    rows = Person.objects.filter(scope.rows(), has_text(speech, texts), street=speech.street, merged_into__isnull=True)
    return rows.select_related("committee", "place").order_by("name_key", "pk")


def decided(street: Street) -> QuerySet[TalentWord]:
    """What was said about words, the newest first; what was taken back too."""
    return TalentWord.objects.filter(street=street).select_related("made_by").order_by(F("taken_back_at").desc(nulls_first=True), "-pk")


def word_of(*, scope: Scope, word_id: int) -> TalentWord:
    """One decision; TalentWord.DoesNotExist for another street's."""
    return TalentWord.objects.get(pk=word_id, street_id=scope.street_id)
