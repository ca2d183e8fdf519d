"""Find people: by talent, age, level, distance on foot, sex, company wished for; within the user's sight, by the indexes there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import cos, radians

from django.db.models import Exists, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.assessment.models import Assessment
from qianshou.packs.loader import load
from qianshou.people.models import Consent, Living, Person, Place, Status
from qianshou.people.queries.consents import said_no
from qianshou.people.queries.files import people_seen
from qianshou.people.queries.restrictions import restricted
from qianshou.people.rules import years_before
from qianshou.people.rules.restrictions import TALENTS as NO_ASKING

from ..models import CompanyWish
from ..rules.company import SPEED
from ..rules.finding import Wanted, read_words
from .vocabulary import Speech, has_text

TALENTS = "talents"  # the purpose for which talents may be used
LEVELS = "gbt42195"  # the instrument whose levels are asked for
ALONE = (Living.ALONE, Living.ALONE_ABROAD, Living.CHILDLESS)
METRES_A_DEGREE = 111_320


def place_names(street: Street) -> list[str]:
    """The lanes of a street that are on the map."""
    return list(Place.objects.filter(street=street, lon__isnull=False).values_list("name", flat=True))


def read_question(*, street: Street, text: str, speech: Speech) -> Wanted:
    """The question as the street's words understand it; what people wrote is looked at only where a word is not understood."""
    purposes = {code: (one.zh, one.en) for code, one in load(street.pack, speech.on).purposes.items()}
    more = {"talents": speech.vocabulary, "places": place_names(street), "purposes": purposes}
    wanted = read_words(text, **more)
    return read_words(text, **more, written=speech.written) if wanted.left else wanted


def find(*, scope: Scope, street: Street, wanted: Wanted, today: date, speech: Speech | None = None, all_of_them: bool = False) -> QuerySet[Person]:
    """Elders who fit all that is asked for, with `level`, `minutes` on foot (None where nobody asked) and the file. The nearest first, else by name.

    Those at home, and not by a talent where they said no to that or had it restricted. `all_of_them`: these too, so that it can be said why they are not asked.
    """
    rows = people_seen(scope, today).filter(street=street, file__street=street)
    if not all_of_them:
        rows = rows.filter(file__status=Status.ACTIVE)
        if wanted.talents or wanted.words:
            rows = rows.exclude(pk__in=said_no(street.pk, TALENTS)).exclude(pk__in=restricted([street.pk], NO_ASKING))
    for purpose in wanted.consents:
        rows = rows.filter(pk__in=Consent.objects.filter(street=street, purpose=purpose, given=True, ended_at=None).values("person_id"))
    rows = rows.filter(_asked(wanted, today))
    if wanted.talents or wanted.words:
        speech = speech or Speech(street, today)
        rows = rows.filter(has_text(speech, speech.texts_of(wanted.talents, wanted.words)))
    if wanted.company or wanted.days:
        wish = CompanyWish.objects.filter(elder=OuterRef("pk"))
        wish = wish.filter(wanted=True) if wanted.company else wish
        rows = rows.filter(Exists(wish.filter(days__overlap=list(wanted.days)) if wanted.days else wish))
    newest = Assessment.objects.filter(
        person=OuterRef("pk"), instrument=LEVELS, state=Assessment.State.DONE, replaced=False, level__isnull=False
    )
    rows = rows.annotate(level=Subquery(newest.order_by("-made_on", "-pk").values("level")[:1], output_field=IntegerField()))
    if wanted.level_from is not None:
        rows = rows.filter(level__gte=wanted.level_from)
    if wanted.level_to is not None:
        rows = rows.filter(level__lte=wanted.level_to)
    rows, order = _near(rows, wanted, street)
    return rows.select_related("file", "committee", "place").order_by(*order, "name_key", "pk")


def shown(*, found: QuerySet[Person], ids: Sequence[int]) -> list[Person]:
    """These of the found, in this order, with what a list shows of them and nothing else: no keys, no raw cells."""
    rows = {row.pk: row for row in found.filter(pk__in=ids).order_by().defer("found_as", "id_sealed", "id_blind", "file__raw")}
    return [rows[pk] for pk in ids if pk in rows]


def _asked(wanted: Wanted, today: date) -> Q:
    """What stands on the person and the file."""
    asked = Q()
    if wanted.sex:
        asked &= Q(sex=wanted.sex)
    if wanted.age_from is not None:
        asked &= Q(birth_date__lte=years_before(today, wanted.age_from))
    if wanted.age_to is not None:
        asked &= Q(birth_date__gt=years_before(today, wanted.age_to + 1))
    if wanted.alone:
        asked &= Q(file__living__in=ALONE)
    return asked


def _near(rows: QuerySet[Person], wanted: Wanted, street: Street) -> tuple[QuerySet[Person], list[str]]:
    """Within so many minutes of a lane, as the crow flies with a detour in the speed."""
    centre = Place.objects.filter(street=street, name=wanted.around, lon__isnull=False).first() if wanted.around else None
    if centre is None:
        return rows.annotate(minutes=Value(None, output_field=FloatField())), []
    x = METRES_A_DEGREE * cos(radians(centre.lat))
    metres = "sqrt(power((people_place.lon - %s) * %s, 2) + power((people_place.lat - %s) * %s, 2)) / %s"
    rows = rows.filter(place__lon__isnull=False).annotate(
        minutes=RawSQL(metres, (centre.lon, x, centre.lat, METRES_A_DEGREE, SPEED), output_field=FloatField())
    )  # fmt: skip
    if wanted.minutes is not None:
        reach = wanted.minutes * SPEED
        rows = rows.filter(
            place__lon__range=(centre.lon - reach / x, centre.lon + reach / x),
            place__lat__range=(centre.lat - reach / METRES_A_DEGREE, centre.lat + reach / METRES_A_DEGREE), minutes__lte=wanted.minutes,
        )  # fmt: skip
    return rows, ["minutes"]
