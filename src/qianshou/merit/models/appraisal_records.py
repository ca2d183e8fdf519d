"""What an appraisal stands on beside the visits: call-backs to elders, spot visits, training, praise and complaints."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Carer
from qianshou.people.models import Person


class CallBackDraw(models.Model):
    """The month's draw, once for a street: with seed and pool anybody can draw it again (merit.rules.appraisal_sample). Never changed.

    `pool`: {number of employment: [ids of elders]}; `left_out`: {reason: how many}.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    seed = models.CharField(max_length=40)
    each = models.PositiveSmallIntegerField()
    pool = models.JSONField()
    left_out = models.JSONField(default=dict)
    drawn_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "month"], name="callbacks_drawn_once"), models.CheckConstraint(condition=~Q(seed=""), name="callbacks_drawn_with_seed")]
        triggers = [pgtrigger.Protect(name="drawn_for_good", operation=pgtrigger.Update | pgtrigger.Delete)]


class CallBack(models.Model):
    """One elder to be rung up about one carer. Who is not reached counts for nobody."""

    class State(models.TextChoices):
        """To be rung, or how it ended."""

        TO_CALL = "to_call", _("to be rung")
        REACHED = "reached", _("answered")
        UNREACHED = "unreached", _("not reached")
        REFUSED = "refused", _("did not want to answer")
        NEVER = "never", _("wants no such calls")

    draw = models.ForeignKey(CallBackDraw, models.PROTECT, related_name="calls", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="+", db_index=False)
    elder = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()  # in the carer's order, from 1
    state = models.CharField(max_length=9, choices=State.choices, default=State.TO_CALL)
    tries = models.PositiveSmallIntegerField(default=0)
    answers = models.JSONField(default=dict, blank=True)  # {question: yes | partly | no}
    note = models.CharField(max_length=300, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)  # the last try
    called_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["tries", "carer_id", "position"]
        constraints = [models.UniqueConstraint(fields=["draw", "carer", "position"], name="callback_place_once")]
        indexes = [
            models.Index(fields=["street", "month", "state"], name="callback_by_month"),
            models.Index(fields=["elder"], name="callback_of_elder"),
        ]


class SpotVisit(models.Model):
    """Somebody of the office looked in while a carer was at work. `checks`: {question: yes | no | na}."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="+", db_index=False)
    elder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # in whose home
    on = models.DateField()
    checks = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    batch = models.UUIDField(unique=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["street", "on"], name="spot_by_day")]


class Training(models.Model):
    """A training of carers on one day."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    batch = models.UUIDField(unique=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["street", "on"], name="training_by_day")]


class TrainingSeat(models.Model):
    """A carer who was called to a training. Who is excused counts for nobody."""

    class State(models.TextChoices):
        """Whether she came."""

        PRESENT = "present", _("was there")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("was not there")

    training = models.ForeignKey(Training, models.PROTECT, related_name="seats", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "carer"], name="training_seat_once")]


class Feedback(models.Model):
    """Praise or a complaint about a carer, and how it was settled. A complaint counts when somebody has found out whether it is so."""

    class Kind(models.TextChoices):
        """Which of the two."""

        PRAISE = "praise", _("praise")
        COMPLAINT = "complaint", _("complaint")

    class Source(models.TextChoices):
        """From whom."""

        ELDER = "elder", _("an elder")
        FAMILY = "family", _("family")
        NEIGHBOUR = "neighbour", _("a neighbour")
        COMMITTEE = "committee", _("the committee")
        OTHER = "other", _("somebody else")

    class Finding(models.TextChoices):
        """What was found out about a complaint."""

        JUSTIFIED = "justified", _("it is so")
        PARTLY = "partly_right", _("partly so")
        UNFOUNDED = "unfounded", _("it is not so")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    on = models.DateField()
    source = models.CharField(max_length=9, choices=Source.choices)
    source_name = models.CharField(max_length=60, blank=True)
    elder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # whom it is about or from, where that is an elder
    text = models.CharField(max_length=500)
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    settled = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    batch = models.UUIDField(unique=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_what"),
            models.CheckConstraint(condition=Q(finding="", settled_at__isnull=True) | Q(settled_at__isnull=False) & ~Q(settled=""), name="feedback_settled_in_words"),
        ]
        indexes = [models.Index(fields=["street", "on"], name="feedback_by_day")]
