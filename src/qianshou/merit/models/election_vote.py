"""The vote: the roll on one side, the urn on the other, and nothing that leads from the one to the other.

No row here has a time, none of these tables keeps its history, and a ballot's key is its receipt, drawn at random. How they are written so that the
database's own marks tell as little as can be: docs/decisions/87-ten-best.md.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.people.models import Person

from .election import Election


class VoterGroup(models.TextChoices):
    """Why somebody stands on the roll: codes of the pack's entries of kind "voters"."""

    CARERS = "voters_carers", _("works in the net")
    ELDERS = "voters_elders", _("linked to a carer")
    FAMILIES = "voters_families", _("looks in on somebody of the family")
    MEMBERS = "voters_members", _("member of the association")


class ElectionVoter(models.Model):
    """One line of the roll, frozen at the opening. The code is kept as a hash under the installation's key; a new slip replaces it.

    `source` is what somebody stands there by, once: "person:12" or "family:7" (a link of the family page; its elder is `person`).
    """

    class Mark(models.TextChoices):
        """What this voter did. Never what was voted."""

        NOT_YET = "", _("not yet")
        CODE = "code", _("voted by code")
        PAPER = "paper", _("took a paper ballot")
        VOID = "void", _("void: stands on the roll twice")

    election = models.ForeignKey(Election, models.PROTECT, related_name="voters", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="votes_on_roll")
    group = models.CharField(max_length=20, choices=VoterGroup.choices)
    source = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    committee = models.CharField(max_length=60, blank=True)  # where the slip is handed out
    code_hash = models.BinaryField(null=True, blank=True, unique=True)
    slips = models.PositiveSmallIntegerField(default=0)  # how often a code was printed
    mark = models.CharField(max_length=5, choices=Mark.choices, default=Mark.NOT_YET, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="voter_number_once"),
            models.UniqueConstraint(fields=["election", "source"], name="voter_on_the_roll_once"),
            models.CheckConstraint(condition=~Q(mark="code") | Q(code_hash__isnull=False), name="voted_with_a_code"),
        ]
        indexes = [models.Index(fields=["election"], condition=~Q(mark=""), include=["mark"], name="voter_marked")]


class ElectionBallot(models.Model):
    """A ballot in the urn: numbers of candidates, and the receipt that its voter may find in the published tally. Written by the database's own functions only."""

    receipt = models.CharField(max_length=10, primary_key=True)
    election = models.ForeignKey(Election, models.PROTECT, related_name="ballots", db_index=False)
    kind = models.CharField(max_length=5)  # code | paper
    choices = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=("code", "paper")), name="ballot_kind")]
        indexes = [models.Index(fields=["election", "kind"], name="ballot_in_urn")]


class ElectionPaper(models.Model):
    """A paper ballot as the first officer read it; it goes into the urn once a second officer has read the same. `receipt` then stands on the paper, too."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="papers", db_index=False)
    number = models.PositiveIntegerField()  # written on the paper when the box is opened
    choices = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    first_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    receipt = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="paper_once"),
            models.CheckConstraint(condition=Q(receipt="") | Q(second_by__isnull=False) & ~Q(second_by=models.F("first_by")), name="paper_read_by_two"),
        ]


class VoteMiss(models.Model):
    """Wrong codes typed from one address, counted in spans of ten minutes; a right code is counted nowhere."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="misses", db_index=False)
    address_hash = models.BinaryField()  # under the installation's key
    since = models.DateTimeField()
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "address_hash"], name="miss_by_address")]
