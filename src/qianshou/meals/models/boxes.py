"""The hard boxes that go out with a meal and come back: each move is an entry, nothing is counted by hand twice."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.models import Person

from .carts import Cart


class WashBatch(models.Model):
    """One load of the washer and the disinfection cabinet (清洗消毒). Its boxes are clean when it has ended well; a failed one is washed again."""

    class State(models.TextChoices):
        """Running, ended well, or failed: too cold, too short, a power cut. Undone: its start was a slip, nothing was washed."""

        RUNNING = "running", _("running")
        DONE = "done", _("clean")
        FAILED = "failed", _("failed: to be washed again")
        UNDONE = "undone", _("was a mistake")

    class Method(models.TextChoices):
        """How it is disinfected (GB 31654-2021 leaves the choice to the kitchen)."""

        HEAT = "heat", _("hot air or steam")
        CHEMICAL = "chemical", _("disinfectant")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    boxes = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=8, choices=Method.choices, default=Method.HEAT)
    celsius = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(boxes__gt=0), name="wash_boxes"),
            models.CheckConstraint(condition=Q(state="running", ended_at__isnull=True) | ~Q(state="running") & Q(ended_at__isnull=False), name="wash_ended"),
        ]
        indexes = [models.Index(fields=["street", "started_at"], name="wash_by_street")]


class BoxMove(models.Model):
    """Boxes went from one place to another: append-only, corrected by a move that takes another back.

    The places are the shelf (clean), the homes (each person's own account), the sink (to be washed), the washer and the lost.
    """

    class Kind(models.TextChoices):
        """From where to where."""

        BOUGHT = "bought", _("bought")  # outside → shelf
        OUT = "out", _("handed out")  # shelf → home
        RETURNED = "returned", _("came back empty")  # home → sink
        UNOPENED = "unopened", _("came back full")  # shelf → sink: it was on the cart and at no door
        WASHING = "washing", _("into the washer")  # sink → washer
        WASHED = "washed", _("clean again")  # washer → shelf
        WASHED_BADLY = "unwashed", _("to be washed again")  # washer → sink
        LOST = "lost", _("lost")  # home, or without a person: sink → lost
        FOUND = "found", _("found again")  # lost → sink
        DISCARDED = "discarded", _("broken")  # sink → outside
        SURPLUS = "surplus", _("counted more")  # lost → shelf: a stocktaking found more than the entries say
        SHORT = "short", _("counted less")  # shelf → lost: and fewer

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    boxes = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="box_moves", db_index=False)
    cart = models.ForeignKey(Cart, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    wash = models.ForeignKey(WashBatch, models.PROTECT, null=True, blank=True, related_name="moves", db_index=False)
    made_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=60, blank=True)  # what made it, applied once: "door:<event>", "wash:<batch>"
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(boxes__gt=0), name="box_move_boxes"),
            models.CheckConstraint(condition=~Q(kind__in=("out", "returned")) | Q(person__isnull=False), name="box_move_of_a_person"),
            models.UniqueConstraint(fields=["street", "source", "kind"], condition=~Q(source="") & Q(takes_back__isnull=True), name="box_move_once"),
        ]
        indexes = [
            models.Index(fields=["street", "day"], name="box_move_by_day"),
            models.Index(fields=["person", "made_at"], name="box_move_by_person"),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="append_only", exclude=["person"]),  # a merge of two files hands the account over
        ]


class BoxHome(models.Model):
    """What is at a person's home: always what `rules.boxes.home` says of the moves that stand, kept with each of them so that a list of a street
    reads a row for each home instead of years of moves. A home that has nothing, and no difference, has no row.

    `layers`: [[moment in ISO 8601, boxes], …], what went out first first.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="box_home")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    still = models.PositiveIntegerField(default=0)
    unexplained = models.PositiveIntegerField(default=0)  # taken back or lost although nobody wrote them out
    layers = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["street"], name="box_home_in_street")]


# Moves that count: `BoxMove.objects.filter(MOVE_STANDS)`. A move and the one that takes it back both do not.
MOVE_STANDS = Q(takes_back__isnull=True, taken_back_by__isnull=True)
