"""Members of the association, its groups, and who held which office when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from qianshou.access.models import Street, User
from qianshou.people.models import Person

_DAYS = Func(F("since"), F("until"), Value("[]"), function="daterange")


def _same(column: str) -> Func:
    """A key as a range of one: the embedded database has no extension that compares plain columns inside an exclusion."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


class Member(models.Model):
    """One membership of one person: it begins, and may end. Somebody who comes back begins a new one; the card's number is never given twice."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    card = models.CharField(max_length=12)
    joined = models.DateField()
    left = models.DateField(null=True, blank=True)  # last day
    left_reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["person"], name="member_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["street", "card"], name="member_card_once"),
            models.UniqueConstraint(fields=["street", "person"], condition=Q(left__isnull=True), name="member_once"),
            models.CheckConstraint(condition=Q(left__isnull=True) | Q(left__gte=F("joined")), name="member_span"),
        ]

    def __str__(self) -> str:
        return self.person.name


class Group(models.Model):
    """A group of the association: the evergreen volunteers' workshop (长青志愿者工作坊), begun in 2004, is one."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    begun = models.PositiveSmallIntegerField(null=True, blank=True)  # the year
    purpose = models.CharField(max_length=300, blank=True)
    ended = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A member belongs to a group from then until then."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="belonging", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="groups", db_index=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member"], name="group_by_member")]
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], condition=Q(until__isnull=True), name="group_member_once"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="group_member_span"),
        ]


class Seat(models.Model):
    """One chair of an office: the president has one, vice-presidents several (pack, association.toml). `group` for an office of one group."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="seats", db_index=False)
    office = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "group", "office", "number"], nulls_distinct=False, name="seat_once")]


class OfficeTerm(models.Model):
    """A member holds a seat from then until then, both days included. Two terms on one seat never overlap, by the database."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="terms", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="terms", db_index=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["member"], name="office_by_member")]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="office_span"),
            ExclusionConstraint(
                name="office_no_overlap",
                expressions=[(_same("seat_id"), RangeOperators.OVERLAPS), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(taken_back_at__isnull=True),
            ),
        ]
