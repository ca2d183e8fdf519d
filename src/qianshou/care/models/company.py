"""Company for the heart (陪伴): who wishes for it, who offers it, which two belong together, and what they did."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.history import keeps_history
from qianshou.people.models import Person, Sex

from .carer import Carer


@keeps_history(exclude=["version"])
class CompanyWish(models.Model):
    """An elder wishes for company, or does not. Interests and dialects are on the person."""

    elder = models.OneToOneField(Person, models.PROTECT, related_name="company_wish")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    wanted = models.BooleanField(default=True)
    wishes_sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # ISO weekdays on which it suits
    note = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["street"], name="company_wanted", condition=Q(wanted=True))]


@keeps_history(exclude=["version"])
class CompanyOffer(models.Model):
    """A volunteer offers company to `most` people at once."""

    carer = models.OneToOneField(Carer, models.PROTECT, related_name="company_offer")
    street = models.ForeignKey(Street, models.PROTECT, related_name="company_offers", db_index=False)
    most = models.PositiveSmallIntegerField(default=1)
    wishes_sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    note = models.CharField(max_length=200, blank=True)
    offered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(most__range=(0, 20)), name="company_most")]


@keeps_history()
class Companionship(models.Model):
    """These two belong together from `since` to `until` (last day). `reasons` as they were when it was proposed: [code, what, points]."""

    elder = models.ForeignKey(Person, models.PROTECT, related_name="companionships", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="companionships", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["elder", "carer"], condition=Q(until__isnull=True), name="companionship_once"),
            models.CheckConstraint(condition=Q(until__isnull=True) | ~Q(ended_reason=""), name="companionship_ended_with_reason"),
        ]
        indexes = [
            models.Index(fields=["street"], name="companionship_now", condition=Q(until__isnull=True)),
            models.Index(fields=["elder", "since"], name="companionship_by_elder"),
            models.Index(fields=["carer", "since"], name="companionship_by_carer"),
        ]


class SavedSearch(models.Model):
    """A question that is asked again and again, in the words in which it was asked; for everybody of the street."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    text = models.CharField(max_length=200)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["street", "name"], name="saved_search_once")]


class CompanyEntry(models.Model):
    """One thing that the two did, or that came of it: the thread of a companionship. Taken back by a moment, never deleted."""

    class Kind(models.TextChoices):
        """What it was."""

        VISIT = "visit", _("a visit")
        CALL = "call", _("a telephone call")
        OUTING = "outing", _("an outing")
        RESULT = "result", _("something that came of it")

    companionship = models.ForeignKey(Companionship, models.PROTECT, related_name="entries", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=500, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    batch = models.UUIDField(unique=True)  # sent twice, it is one entry
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["companionship", "on"], name="company_entry_by_pair")]
        constraints = [models.CheckConstraint(condition=~Q(kind="result") | ~Q(text=""), name="company_result_says_what")]
