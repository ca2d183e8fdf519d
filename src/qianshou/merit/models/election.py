"""The yearly ten best (十佳): what was announced, who was nominated by whom, who stands, what the jury gave. The vote is in election_vote.py."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Carer
from qianshou.people.history import keeps_history


class Election(models.Model):
    """One year's election of one street.

    `rules` is what the pack said when it was announced: {"categories": [{code, zh, en, places, choices, tiers}], "checks": [{code, zh, en, kind,
    number}], "voters": [{code, zh, en}], "weights": {jury, public}}. `opening` and `tally` are the two files that are published, as
    `merit.rules.election_count` says.
    """

    class State(models.TextChoices):
        """How far it is."""

        ANNOUNCED = "announced", _("nominations and checks")
        VOTING = "voting", _("the vote is open")
        CLOSED = "closed", _("closed and counted")
        PUBLISHED = "published", _("the result is published")
        DROPPED = "dropped", _("called off")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1000, blank=True)  # what else the announcement says
    slug = models.CharField(max_length=8, unique=True)  # of the public page; no secret
    rules = models.JSONField()
    pack = models.CharField(max_length=60)
    nominate_from = models.DateTimeField()
    nominate_until = models.DateTimeField()
    vote_from = models.DateTimeField()
    vote_until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANNOUNCED)
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    seed_sealed = models.BinaryField(default=bytes)  # under the installation's key until it is published
    opening = models.JSONField(null=True, blank=True)
    opening_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    close_asked_at = models.DateTimeField(null=True, blank=True)
    close_asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    tally = models.JSONField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    dropped_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["street", "year"], condition=~Q(state="dropped"), name="election_once_a_year"),
            models.CheckConstraint(
                condition=Q(nominate_from__lt=F("nominate_until"), nominate_until__lte=F("vote_from"), vote_from__lt=F("vote_until")), name="election_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("announced", "voting", "dropped"))
                | Q(closed_by__isnull=False, close_asked_by__isnull=False, tally__isnull=False) & ~Q(closed_by=F("close_asked_by")),
                name="election_closed_by_two",
            ),
            models.CheckConstraint(condition=Q(state__in=("announced", "dropped")) | Q(opened_at__isnull=False), name="election_opened_first"),
        ]

    def __str__(self) -> str:
        return self.title


@keeps_history()
class Candidate(models.Model):
    """A carer in one category: nominated, then on the shortlist or not. `decided`: code of a rule → [may she stand, why, user id], by an officer.

    `checks` and `evidence` are as they were when it was settled: [[code, kind, ok, found, wanted, by an officer, why]], {points, visits, hours, years}.
    """

    class State(models.TextChoices):
        """How she stands."""

        NOMINATED = "nominated", _("nominated")
        LISTED = "listed", _("on the shortlist")
        REFUSED = "refused", _("not on the shortlist")

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidates")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="candidacies")
    category = models.CharField(max_length=40)
    state = models.CharField(max_length=9, choices=State.choices, default=State.NOMINATED)
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # on the ballot; given at the opening
    decided = models.JSONField(default=dict, blank=True)
    checks = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    agreed_on = models.DateField(null=True, blank=True)  # she agreed to be shown with her name and work
    citation = models.CharField(max_length=300, blank=True)  # read aloud at the ceremony
    settled_why = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "carer"], name="candidate_once"),
            models.UniqueConstraint(fields=["election", "number"], name="candidate_number_once"),
            models.CheckConstraint(condition=~Q(state="listed") | Q(agreed_on__isnull=False), name="candidate_listed_agreed"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(settled_why=""), name="candidate_refused_says_why"),
        ]


class Nomination(models.Model):
    """Somebody of the net said that she should be chosen, and why. Several of one carer hang on one candidate."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="nominations")
    by_self = models.BooleanField(default=False)
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    batch = models.UUIDField(unique=True)  # sent twice, it is one

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["candidate", "by_name"], name="nominated_once_by_one")]


class Juror(models.Model):
    """One of the jury, by name; fixed at the opening."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="jurors")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["election", "name"], name="juror_once")]


class JuryScore(models.Model):
    """What a juror gave a candidate, 0 to 100; published with the tally. Nobody changes it after closing (trigger)."""

    juror = models.ForeignKey(Juror, models.PROTECT, related_name="scores")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["juror", "candidate"], name="score_once"),
            models.CheckConstraint(condition=Q(points__lte=100), name="score_up_to_100"),
        ]
