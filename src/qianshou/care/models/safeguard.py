"""Safeguards (八无忧): who is covered by what from when until when, what happened under a cover, and what came of each claim."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Paper, Person

KINDS = 8
# Person and kind as one number: the embedded database has no extension that compares two columns inside such a constraint.
_SLOT = Func(F("person_id") * KINDS + F("kind"), F("person_id") * KINDS + F("kind"), Value("[]"), function="int8range")
_DAYS = Func(F("since"), Coalesce(F("ended_on"), F("until")), Value("[]"), function="daterange")


@keeps_history()
class Safeguard(models.Model):
    """One cover of one person, both days included. `kind` is the number (1–8) of the pack's list, whose names the district fills in.

    No two covers of a kind overlap for one person, by the database. `doubled`: two files were merged and both had one.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="safeguards", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    kind = models.PositiveSmallIntegerField()
    cover = models.CharField(max_length=300, blank=True)  # what it covers, in words
    provider = models.CharField(max_length=80)
    policy = models.CharField(max_length=60, blank=True)  # policy or contract number
    premium_fen = models.BigIntegerField(null=True, blank=True)
    amount_fen = models.BigIntegerField(null=True, blank=True)  # the sum insured
    paper = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)  # a scan of the policy
    since = models.DateField()
    until = models.DateField()  # last day covered
    ended_on = models.DateField(null=True, blank=True)  # last day covered, where it ended early
    ended_reason = models.CharField(max_length=200, blank=True)
    doubled = models.BooleanField(default=False)
    batch = models.UUIDField()  # the act that wrote it: a whole list may be one act; sent twice it is one
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "-since", "-id"]
        indexes = [
            models.Index(fields=["person", "kind", "since"], name="safeguard_by_person"),
            models.Index(fields=["street", "until"], name="safeguard_by_end", condition=Q(taken_back_at__isnull=True)),
            models.Index(fields=["batch"], name="safeguard_by_act"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__range=(1, KINDS)), name="safeguard_kind"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="safeguard_span"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="") | Q(ended_on__gte=F("since"), ended_on__lte=F("until")) & ~Q(ended_reason=""),
                name="safeguard_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=(Q(premium_fen__isnull=True) | Q(premium_fen__gte=0)) & (Q(amount_fen__isnull=True) | Q(amount_fen__gte=0)),
                name="safeguard_money",
            ),
            ExclusionConstraint(
                name="safeguard_no_overlap",
                expressions=[(_SLOT, RangeOperators.OVERLAPS), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(taken_back_at__isnull=True, doubled=False),
            ),
        ]

    @property
    def last(self):
        """The last day covered."""
        return self.ended_on or self.until

    @property
    def due_key(self) -> str:
        """Under which the watch is owed its renewal."""
        return f"safeguard:{self.pk}"


class SafeguardIncident(models.Model):
    """Something that happened under a cover, and the claim that followed. `state` is what the newest step that stands says."""

    class State(models.TextChoices):
        """How far the claim is."""

        NOTED = "noted", _("written down")
        REPORTED = "reported", _("reported to the provider")
        PAPERS = "papers", _("papers sent in")
        PAID = "paid", _("paid")
        REFUSED = "refused", _("refused by the provider")
        CLOSED = "closed", _("closed")

    safeguard = models.ForeignKey(Safeguard, models.PROTECT, related_name="incidents")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    happened_on = models.DateField()
    text = models.CharField(max_length=500)
    reported_by = models.CharField(max_length=60, blank=True)  # who told the office
    state = models.CharField(max_length=8, choices=State.choices, default=State.NOTED)
    batch = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["street", "happened_on"], name="incident_open", condition=Q(taken_back_at__isnull=True) & ~Q(state="closed"))]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="incident_says_what")]


class SafeguardStep(models.Model):
    """One step of a claim: who, when, what. Taken back by a moment, never deleted."""

    incident = models.ForeignKey(SafeguardIncident, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8, choices=SafeguardIncident.State.choices)
    on = models.DateField()
    paid_fen = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    batch = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(note=""), name="claim_refused_with_reason"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_fen__gte=0) | ~Q(state="paid") & Q(paid_fen__isnull=True), name="claim_paid_says_how_much"
            ),
        ]
