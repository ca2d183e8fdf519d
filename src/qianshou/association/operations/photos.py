"""Photographs of the day: kept only when everybody who can be recognised agrees to it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.people.models import Paper, Person
from qianshou.people.operations import keep_paper
from qianshou.people.queries.consents import has_consent
from qianshou.people.queries.restrictions import restricted_among
from qianshou.people.rules.restrictions import PHOTOS

from ..models import Activity, ActivityPhoto, PhotoPerson

PURPOSE = "photos"


@transaction.atomic
def keep_photo(
    *, activity_id: int, person_ids: Sequence[int], taken_by_id: int | None = None, caption: str = "", data: bytes, now: datetime, by_id: int
) -> ActivityPhoto:
    """Keep a photograph with those who can be recognised on it; where nobody can, with who took it.

    Refused "who" where neither is named, "person" for somebody of another street, "no_consent" (names) where one has not agreed to photographs, "restricted" (names) where one has had them
    restricted. PaperRefused
    and OSError as `keep_paper`.
    """
    row = Activity.objects.get(pk=activity_id)
    people = list(Person.objects.filter(pk__in=set(person_ids), street_id=row.street_id, merged_into__isnull=True).order_by("pk"))
    if len(people) != len(set(person_ids)):
        raise Refused("person")
    if without := [one.name for one in people if not has_consent(one.pk, PURPOSE)]:
        raise Refused("no_consent", names="、".join(without))
    if barred := restricted_among([one.pk for one in people], PHOTOS):
        raise Refused("restricted", names="、".join(one.name for one in people if one.pk in barred))
    owner = people[0].pk if people else taken_by_id
    if owner is None or not Person.objects.filter(pk=owner, street_id=row.street_id, merged_into__isnull=True).exists():
        raise Refused("who")
    paper = keep_paper(person_id=owner, kind=Paper.Kind.PHOTO, name=row.name, data=data, now=now, by_id=by_id)
    made = ActivityPhoto.objects.create(activity=row, paper=paper, caption=caption.strip()[:120], at=now, by_id=by_id)
    PhotoPerson.objects.bulk_create(PhotoPerson(photo=made, person=one, street_id=row.street_id) for one in people)
    log(act="activity.photo", now=now, by_id=by_id, street_id=row.street_id, target="activity", target_id=row.pk, photo=made.pk)
    return made


@transaction.atomic
def take_off_photo(*, photo_id: int, off: bool, now: datetime, by_id: int) -> bool:
    """A photograph is taken out of the report (`off`), or put back. False when that was so."""
    row = ActivityPhoto.objects.select_related("activity").get(pk=photo_id)
    done = ActivityPhoto.objects.filter(pk=row.pk, gone_at__isnull=off).update(gone_at=now if off else None)
    if done:
        log(act="activity.photo_off" if off else "activity.photo_back", now=now, by_id=by_id, street_id=row.activity.street_id, target="activity", target_id=row.activity_id)
    return bool(done)


@transaction.atomic
def forget_photos(*, person_id: int) -> int:
    """Her file is erased: no report shows a photograph on which she can be recognised, and nobody can put it back. Where the picture is somebody
    else's paper it stays there. Returns how many."""
    ids = set(PhotoPerson.objects.filter(person=person_id).values_list("photo_id", flat=True))
    ActivityPhoto.objects.filter(pk__in=ids).delete()
    return len(ids)
