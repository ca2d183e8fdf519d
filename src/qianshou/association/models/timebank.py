"""The time bank: who takes part, what is asked for, who goes, the hours that were given, and hours on their way to another street.

Minutes themselves lie in the ledger (unit minutes); these tables say what each posting stands for.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person


class Part(models.TextChoices):
    """Part of a day; empty: any."""

    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")
    EVENING = "evening", _("in the evening")
    ANY = "", _("at any time")


@keeps_history(exclude=["version"])
class TimebankMember(models.Model):
    """Somebody who gives hours in a street, for herself or in a group. Empty services, days and parts: any."""

    class Kind(models.TextChoices):
        """For whom the hours are."""

        OWN = "own", _("for herself")
        GROUP = "group", _("with a group")

    person = models.ForeignKey(Person, models.PROTECT, related_name="timebank", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.OWN)
    group = models.CharField(max_length=60, blank=True)
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # ISO weekdays
    parts = ArrayField(models.CharField(max_length=9, choices=Part.choices), default=list, blank=True)
    week_most = models.PositiveSmallIntegerField(default=0)  # minutes a week that she offers; 0: no limit
    note = models.CharField(max_length=200, blank=True)
    heir = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    since = models.DateField()
    joined_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    left_on = models.DateField(null=True, blank=True)
    left_why = models.CharField(max_length=200, blank=True)
    left_source = models.CharField(max_length=80, blank=True)  # of the postings by which her hours went
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "street"], condition=Q(left_on__isnull=True), name="timebank_member_once"),
            models.CheckConstraint(condition=Q(left_on__isnull=True) | ~Q(left_why=""), name="timebank_left_with_reason"),
            models.CheckConstraint(condition=Q(heir__isnull=True) | ~Q(heir=F("person")), name="timebank_heir_is_another"),
        ]
        indexes = [
            models.Index(fields=["street"], name="timebank_members", condition=Q(left_on__isnull=True)),
            models.Index(fields=["person"], name="timebank_by_person"),
            models.Index(fields=["heir"], name="timebank_by_heir", condition=Q(heir__isnull=False)),
        ]


@keeps_history()
class TimebankAsk(models.Model):
    """An elder asks for help: what kind, on which day, for how long."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("waits for help")
        MATCHED = "matched", _("somebody goes")
        DONE = "done", _("was helped")
        WITHDRAWN = "withdrawn", _("not needed any more")

    elder = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    service = models.CharField(max_length=40)
    on = models.DateField()
    part = models.CharField(max_length=9, choices=Part.choices, blank=True)
    minutes = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True)
    batch = models.UUIDField(unique=True)  # sent twice, it is one ask

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="timebank_ask_for_something")]
        indexes = [
            models.Index(fields=["street", "state", "on"], name="timebank_asks"),
            models.Index(fields=["elder", "on"], name="timebank_asks_of"),
        ]


class TimebankMatch(models.Model):
    """One member was proposed for one ask. `reasons` as they were then: [code, what, points]."""

    class State(models.TextChoices):
        """What she said."""

        PROPOSED = "proposed", _("asked")
        AGREED = "agreed", _("will go")
        DECLINED = "declined", _("does not go")
        WITHDRAWN = "withdrawn", _("taken back")

    ask = models.ForeignKey(TimebankAsk, models.PROTECT, related_name="matches", db_index=False)
    member = models.ForeignKey(TimebankMember, models.PROTECT, related_name="matches", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PROPOSED)
    reasons = models.JSONField(default=list, blank=True)
    answer = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask"], condition=Q(state__in=("proposed", "agreed")), name="timebank_one_goes")]
        indexes = [
            models.Index(fields=["ask"], name="timebank_matches_of"),
            models.Index(fields=["member", "state"], name="timebank_matches_by"),
        ]


class TimebankHours(models.Model):
    """Minutes that a member says she gave; they are hers once the elder, the family or an officer has said so too.

    Posted under timebank.hours:<id>. `own` and `pot`: where the minutes came from; `kept` and `given`: what the giver saved and donated.
    """

    class State(models.TextChoices):
        """What has been said of them."""

        LOGGED = "logged", _("to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        DISPUTED = "disputed", _("doubted")
        DROPPED = "dropped", _("did not count")
        TAKEN_BACK = "taken_back", _("taken back")

    class Said(models.TextChoices):
        """Who confirmed."""

        ELDER = "elder", _("the elder herself")
        FAMILY = "family", _("the family")
        OFFICER = "officer", _("an officer")
        CARD = "card", _("her wall card, scanned")  # the elder held it up to the giver's phone; never chosen at the desk

    member = models.ForeignKey(TimebankMember, models.PROTECT, related_name="hours", db_index=False)
    elder = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    ask = models.ForeignKey(TimebankAsk, models.PROTECT, null=True, blank=True, related_name="hours", db_index=False)
    service = models.CharField(max_length=40)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    from_time = models.TimeField(null=True, blank=True)  # as she said it, the office's wall clock; both or none, and `minutes` is then what lies between, until fewer were agreed
    until_time = models.TimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOGGED)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    said_by = models.CharField(max_length=7, choices=Said.choices, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    own = models.PositiveIntegerField(default=0)
    pot = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=200, blank=True)  # it is doubted, does not count, was taken back
    ended_at = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(unique=True)  # sent twice, they are the same hours

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="timebank_hours_of_something"),
            models.CheckConstraint(
                condition=Q(from_time__isnull=True, until_time__isnull=True) | Q(from_time__isnull=False, until_time__gt=F("from_time")), name="timebank_hours_from_until"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("confirmed", "taken_back")) | (Q(own=F("minutes") - F("pot")) & Q(kept=F("minutes") - F("given"))),
                name="timebank_every_minute_is_somewhere",
            ),
            models.UniqueConstraint(fields=["ask"], condition=Q(state__in=("logged", "confirmed", "disputed")), name="timebank_ask_done_once"),
        ]
        indexes = [
            models.Index(fields=["street", "state", "on"], name="timebank_hours_now"),
            models.Index(fields=["member", "on"], name="timebank_hours_by"),
            models.Index(fields=["elder", "on"], name="timebank_hours_for"),
        ]


class TimebankTransfer(models.Model):
    """Hours go to another street, by an act of both: offered by the one, taken by the other for a person of its own files.

    Until it is answered the minutes lie on the way, and nobody can spend them.
    """

    class State(models.TextChoices):
        """How far it is."""

        OFFERED = "offered", _("on the way")
        TAKEN = "taken", _("has come over")
        REFUSED = "refused", _("not taken")
        WITHDRAWN = "withdrawn", _("taken back")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    to_street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)  # as the other street reads it
    minutes = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OFFERED)
    taken_as = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    batch = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="timebank_transfer_of_something"),
            models.CheckConstraint(condition=~Q(street=F("to_street")), name="timebank_transfer_elsewhere"),
        ]
        indexes = [
            models.Index(fields=["street", "state"], name="timebank_sent"),
            models.Index(fields=["to_street", "state"], name="timebank_arriving"),
            models.Index(fields=["person"], name="timebank_sent_of"),
        ]
