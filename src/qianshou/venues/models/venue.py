"""A place that the street runs, and when it is open. An activity room (老年活动室) is the first kind."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee, Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Place


class Kind(models.TextChoices):
    """What a venue is for. Homes, day care and meal points join here."""

    ROOM = "room", _("activity room")


@keeps_history(exclude=["version", "public_key", "private_key"])
class Venue(models.Model):
    """A place that the street or a committee runs. It closes on a day and is never deleted: bookings name it.

    `sort` is the code of its sort in the pack (rooms.toml). The keys stand in the addresses of its calendar feeds: whoever knows the private one sees who booked.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="venues", db_index=False)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)  # None: the whole street's
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ROOM)
    sort = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)  # the lane it stands in, for the map
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)  # people at once
    telephone = models.CharField(max_length=40, blank=True)  # of the room
    note = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)  # the first day on which it is no more
    public_key = models.CharField(max_length=40, unique=True)
    private_key = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["street_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["street", "name"], name="venue_once_per_street"),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="venue_capacity"),
            models.CheckConstraint(condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="venue_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return self.name


@keeps_history()
class OpeningHours(models.Model):
    """The week that holds from a day on, until a later one begins: {"1": [["08:30", "11:30"]]} by ISO weekday; a day that is missing is closed."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="hours", db_index=False)
    since = models.DateField()
    week = models.JSONField(default=dict)
    open_on_holidays = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "since"], name="opening_hours_once_per_day")]


class DifferentHours(models.Model):
    """A stretch of days on which other hours hold; none at all: closed. Taken back by a moment, never deleted; of two the later one holds."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="different_hours", db_index=False)
    since = models.DateField()
    until = models.DateField()
    spans = models.JSONField(default=list)  # [["08:30", "11:30"]]
    reason = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["venue", "until"], name="different_hours_by_day")]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="different_hours_span")]
