"""Occasions and whom they invite, within the user's sight; who is to be rung next; who may be asked and who not, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.people.models import Person, Phone
from qianshou.people.queries.consents import said_no
from qianshou.people.queries.restrictions import restricted, restricted_among
from qianshou.people.rules.restrictions import TALENTS as NO_ASKING

from ..models import Answer, Attendance, Invitation, Occasion
from ..rules.finding import Wanted
from ..rules.invitations import MOST_ASKED, why_not
from .finding import TALENTS, find
from .vocabulary import Speech

COMING, PAST = "coming", "past"
ON_LIST = Q(invitations__taken_off_at__isnull=True)


def occasions(*, scope: Scope, today: date, show: str = COMING) -> QuerySet[Occasion]:
    """Occasions of the street: the next first, or those that were, the latest first; each with its counts (`counted`)."""
    rows = Occasion.objects.filter(scope.rows(), street_id=scope.street_id)
    open_ones = Q(on__gte=today, closed_at__isnull=True, cancelled_at__isnull=True)
    rows = rows.filter(open_ones).order_by("on", "starts", "pk") if show == COMING else rows.exclude(open_ones).order_by("-on", "-starts", "-pk")
    return counted(rows).select_related("committee")


def counted(rows: QuerySet[Occasion]) -> QuerySet[Occasion]:
    """With `asked`, `seated`, `waiting`, `no`, `again`, `unreached`, `silent`, `untold`, `came`, `unasked`, `missed` (had a place, did not sign in)."""
    here = Attendance.objects.filter(occasion=OuterRef("occasion"), person=OuterRef("person"), taken_back_at__isnull=True)

    def number(**only) -> Count:
        return Count("invitations", filter=ON_LIST & Q(**only), distinct=True)

    def came(**only):
        found = Attendance.objects.filter(occasion=OuterRef("pk"), taken_back_at__isnull=True, **only).order_by()
        return _counted(found)

    missed = Invitation.objects.filter(~Exists(here), occasion=OuterRef("pk"), seat__isnull=False).order_by()
    return rows.annotate(
        asked=Count("invitations", filter=ON_LIST, distinct=True), seated=number(invitations__seat__isnull=False),
        waiting=number(invitations__since_answer__isnull=False, invitations__seat__isnull=True), no=number(invitations__answer="no"),
        again=number(invitations__answer="again"), unreached=number(invitations__answer="unreached"), silent=number(invitations__answer=""),
        untold=number(invitations__moved_up_at__isnull=False, invitations__told_at__isnull=True),
        came=came(), unasked=came(unasked=True), missed=_counted(missed),
    )  # fmt: skip


def _counted(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("occasion").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def occasion_of(*, scope: Scope, occasion_id: int) -> Occasion:
    """One occasion with its counts; DoesNotExist for outsiders."""
    rows = Occasion.objects.filter(scope.rows(), street_id__in=[scope.street_id] if scope.street_id else [])
    return counted(rows).select_related("street", "committee", "made_by").get(pk=occasion_id)


def invited(occasion: Occasion) -> QuerySet[Invitation]:
    """Everybody on the list: who has a place, who waits in her order, then by name. With `came` (the attendance's id) and her telephones."""
    here = Attendance.objects.filter(occasion_id=OuterRef("occasion_id"), person_id=OuterRef("person_id"), taken_back_at__isnull=True)
    rows = Invitation.objects.filter(occasion=occasion, taken_off_at__isnull=True).annotate(came=here.values("pk")[:1])
    phones = Prefetch("person__phones", Phone.objects.order_by("position", "pk"))
    last = Prefetch("answers", Answer.objects.filter(taken_back_at__isnull=True).select_related("by").order_by("-pk"), to_attr="said")
    return rows.select_related("person__place", "person__committee", "person__file").prefetch_related(phones, "person__contacts", last).order_by(
        F("seat").asc(nulls_last=True), F("since_answer").asc(nulls_last=True), "person__name_key", "pk"
    )  # fmt: skip


def asking(occasion: Occasion) -> QuerySet[Invitation]:
    """Who may be rung or written to: everybody on the list but those who had invitations restricted and have not said that they come."""
    return invited(occasion).exclude(since_answer__isnull=True, person__in=restricted([occasion.street_id], NO_ASKING))


def to_ring(occasion: Occasion, today: date) -> QuerySet[Invitation]:
    """Whom to ring, in order: who moved up and does not know it, who was not asked yet, who asked to be rung again and it is the day, who was not reached."""
    rank = Case(
        When(moved_up_at__isnull=False, told_at__isnull=True, then=Value(0)),
        When(answer="", then=Value(1)),
        When(Q(answer="again") & (Q(call_on__isnull=True) | Q(call_on__lte=today)), then=Value(2)),
        When(answer="unreached", then=Value(3)),
        output_field=IntegerField(),
    )
    return asking(occasion).annotate(rank=rank).filter(rank__isnull=False).order_by("rank", F("answered_at").asc(nulls_first=True), "person__name_key", "pk")


def off_list(occasion: Occasion) -> QuerySet[Invitation]:
    """Who was taken off."""
    return Invitation.objects.filter(occasion=occasion, taken_off_at__isnull=False).select_related("person").order_by("person__name_key", "pk")


def attended(occasion: Occasion) -> QuerySet[Attendance]:
    """Who came, in the order of coming."""
    return Attendance.objects.filter(occasion=occasion, taken_back_at__isnull=True).select_related("person__place", "by").order_by("at", "pk")


def invitation_of(*, scope: Scope, invitation_id: int) -> Invitation:
    """One invitation; DoesNotExist for outsiders."""
    return Invitation.objects.select_related("occasion", "person").get(scope.rows(street="occasion__street_id", committee="occasion__committee_id"), pk=invitation_id)


def answer_of(*, scope: Scope, answer_id: int) -> Answer:
    """One answer; DoesNotExist for outsiders."""
    seen = scope.rows(street="invitation__occasion__street_id", committee="invitation__occasion__committee_id")
    return Answer.objects.select_related("invitation__occasion", "invitation__person").get(seen, pk=answer_id)


def attendance_of(*, scope: Scope, attendance_id: int) -> Attendance:
    """One attendance; DoesNotExist for outsiders."""
    return Attendance.objects.select_related("occasion", "person").get(scope.rows(street="occasion__street_id", committee="occasion__committee_id"), pk=attendance_id)


@dataclass(frozen=True)
class Candidates:
    """Whom a question finds: who may be asked, and who is left out with why (`rules.NOT_ASKED`)."""

    people: list[Person] = field(default_factory=list)
    left_out: list[tuple[Person, str]] = field(default_factory=list)
    more: bool = False  # more than may be asked at once


def candidates(*, scope: Scope, street: Street, wanted: Wanted, today: date, speech: Speech, picked: list[int] | None = None) -> Candidates:
    """People to be asked. `picked`: of those found only these. Nobody where nothing was asked for that was understood."""
    if wanted.empty:
        return Candidates()
    rows = find(scope=scope, street=street, wanted=wanted, today=today, speech=speech, all_of_them=True).defer("found_as", "id_sealed", "id_blind", "file__raw")
    if picked is not None:
        rows = rows.filter(pk__in=picked)
    found = list(rows[: MOST_ASKED + 1])
    no = set(said_no(street.pk, TALENTS).values_list("person_id", flat=True))
    barred = restricted_among([person.pk for person in found], NO_ASKING)
    judged = [(person, why_not(person.file.status, said_no=person.pk in no, restricted=person.pk in barred)) for person in found[:MOST_ASKED]]
    return Candidates([p for p, why in judged if not why], [(p, why) for p, why in judged if why], len(found) > MOST_ASKED)


def of_person(*, scope: Scope, person_id: int) -> QuerySet[Invitation]:
    """What somebody was asked to, the latest first, with `came`. The caller has fetched the person by its scope."""
    here = Attendance.objects.filter(occasion_id=OuterRef("occasion_id"), person_id=OuterRef("person_id"), taken_back_at__isnull=True)
    rows = Invitation.objects.filter(person_id=person_id, taken_off_at__isnull=True, street_id=scope.street_id).annotate(came=here.values("pk")[:1])
    return rows.select_related("occasion").order_by("-occasion__on", "-pk")


def unasked_of(*, scope: Scope, person_id: int) -> QuerySet[Attendance]:
    """Where somebody came without having been asked."""
    return Attendance.objects.filter(person_id=person_id, street_id=scope.street_id, unasked=True, taken_back_at__isnull=True).select_related("occasion").order_by("-occasion__on")
