"""An intake: how somebody comes into the net, step by step. Nothing of it is deleted; what was decided before stays."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.assessment.models import Assessment
from qianshou.people.history import keeps_history
from qianshou.people.models import Paper, Person

from ..rules.intake import DECIDED, OPEN


class IntakeState(models.TextChoices):
    """A state is named after the step that is waited for (care.rules.intake)."""

    CHECK = "check", _("to be checked")
    ASSESS = "assess", _("to be visited and assessed")
    DECIDE = "decide", _("decision to be made")
    PLAN = "plan", _("care plan to be made")
    CONSENT = "consent", _("consents to be asked")
    BOOKLET = "booklet", _("booklet to be handed over")
    NET = "net", _("to be put into the net")
    DEFERRED = "deferred", _("deferred")
    DONE = "done", _("in the net")
    REFUSED = "refused", _("not granted")
    WITHDRAWN = "withdrawn", _("application withdrawn")


class Applicant(models.TextChoices):
    """Who applies."""

    SELF = "self", _("the person")
    FAMILY = "family", _("family")
    COMMITTEE = "committee", _("the committee")
    OFFICER = "officer", _("an officer")
    OTHER = "other", _("somebody else")


class CameBy(models.TextChoices):
    """By which way an application came."""

    PHONE = "phone", _("telephone")
    COUNTER = "counter", _("at the counter")
    HOME = "home", _("at a home visit")
    COMMITTEE = "committee", _("through the committee")
    LETTER = "letter", _("letter or form")
    OTHER = "other", _("another way")


@keeps_history(exclude=["version"])
class IntakeCase(models.Model):
    """One application and what became of it. One open case a person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="intakes", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9, choices=IntakeState.choices, default=IntakeState.CHECK)
    state_since = models.DateTimeField()
    held = models.CharField(max_length=9, blank=True)  # where it stood when it was withdrawn
    due_key = models.CharField(max_length=80, blank=True)  # of the step that is owed now
    applied_on = models.DateField()
    came_by = models.CharField(max_length=9, choices=CameBy.choices)
    applicant = models.CharField(max_length=9, choices=Applicant.choices)
    applicant_name = models.CharField(max_length=60, blank=True)
    applicant_relation = models.CharField(max_length=20, blank=True)
    applicant_phone = models.BinaryField(default=b"", blank=True)  # sealed
    wishes = models.CharField(max_length=500, blank=True)  # in their words
    wished = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # service codes of the pack
    responsible = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    visit_at = models.DateTimeField(null=True, blank=True)  # the home visit that was agreed
    visitor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    assess_since = models.DateField()  # an assessment of an earlier day does not count
    findings = models.JSONField(default=dict, blank=True)  # what the check found: {"age": "yes", "residence": "no", …}
    decision = models.ForeignKey("IntakeDecision", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)  # the one that holds
    subsidies = models.JSONField(default=list, blank=True)  # as they stood when the plan was accepted: [{"code", "fen", "per"}]
    handed_on = models.DateField(null=True, blank=True)
    handed_to = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)  # for two people at one step

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=OPEN), name="intake_one_open"),
            models.CheckConstraint(condition=~Q(state__in=DECIDED) | Q(decision__isnull=False), name="intake_decided_before"),
            models.CheckConstraint(condition=Q(state="withdrawn") & ~Q(held="") | ~Q(state="withdrawn") & Q(held=""), name="intake_held_while_withdrawn"),
            models.CheckConstraint(condition=Q(state__in=OPEN, closed_at__isnull=True) | ~Q(state__in=OPEN) & Q(closed_at__isnull=False), name="intake_closed_has_a_time"),
        ]
        indexes = [
            models.Index(fields=["street", "state", "state_since"], name="intake_by_state"),
            models.Index(fields=["person", "opened_at"], name="intake_by_person"),
        ]

    @property
    def is_open(self) -> bool:
        """Somebody waits for something."""
        return self.state in OPEN

    @property
    def number(self) -> str:
        """As the papers name it: SQ-000017."""
        return f"SQ-{self.pk:06d}"


class IntakeEntry(models.Model):
    """One act on a case: who did what, when, and where it led. `batch` names it: sent twice it is done once."""

    case = models.ForeignKey(IntakeCase, models.PROTECT, related_name="entries", db_index=False)
    act = models.CharField(max_length=20)
    state = models.CharField(max_length=9)  # where the case stood afterwards
    on = models.DateField()  # the day it was done, as somebody says
    at = models.DateTimeField()  # when it was written down
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    note = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    batch = models.UUIDField(unique=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="intake_entry_by_case")]


class IntakeForm(models.Model):
    """An assessment on which a decision of the case may stand. `round` counts the assessments of a case: 1, and one more for each appeal."""

    case = models.ForeignKey(IntakeCase, models.PROTECT, related_name="forms", db_index=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    assessor = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["round", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "assessment", "round"], name="intake_form_once")]


class IntakeDecision(models.Model):
    """What was decided, why, by whom, on which assessment. Never changed: an appeal makes another."""

    class Outcome(models.TextChoices):
        """What was decided."""

        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("not granted")
        DEFERRED = "deferred", _("deferred")

    class Ground(models.TextChoices):
        """On what it stands."""

        ASSESSMENT = "assessment", _("the assessment")
        CHECK = "check", _("the check of the application")

    case = models.ForeignKey(IntakeCase, models.PROTECT, related_name="decisions", db_index=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices, default=Ground.ASSESSMENT)
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    until = models.DateField(null=True, blank=True)  # of a deferral
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    appeal = models.ForeignKey("IntakeAppeal", models.PROTECT, null=True, blank=True, related_name="decisions", db_index=False)

    class Meta:
        ordering = ["decided_at", "id"]
        indexes = [models.Index(fields=["case", "decided_at"], name="intake_decision_by_case")]
        constraints = [
            models.CheckConstraint(condition=Q(ground="check", outcome="refused", assessment__isnull=True) | Q(ground="assessment", assessment__isnull=False), name="intake_decided_on_assessment"),
            models.CheckConstraint(condition=~Q(outcome="granted") | Q(level__isnull=False), name="intake_granted_with_level"),
            models.CheckConstraint(condition=~Q(reason=""), name="intake_decided_with_reason"),
            models.CheckConstraint(condition=Q(outcome="deferred", until__isnull=False) | ~Q(outcome="deferred") & Q(until__isnull=True), name="intake_deferred_until"),
        ]


@keeps_history()
class IntakeAppeal(models.Model):
    """Somebody does not agree with a decision. Open until it is decided anew or taken back."""

    case = models.ForeignKey(IntakeCase, models.PROTECT, related_name="appeals", db_index=False)
    decision = models.OneToOneField(IntakeDecision, models.PROTECT, related_name="appealed_by")
    held = models.CharField(max_length=9)  # where the case stood
    lodged_on = models.DateField()
    lodged_by = models.CharField(max_length=60)
    relation = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=200, blank=True)  # it was taken back

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(closed_at__isnull=True), name="intake_one_appeal_open"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(lodged_by=""), name="intake_appeal_says_why"),
        ]


class IntakePaperSeen(models.Model):
    """A paper of the application: seen, or a copy kept in the file."""

    case = models.ForeignKey(IntakeCase, models.PROTECT, related_name="papers", db_index=False)
    kind = models.CharField(max_length=40)  # of the pack's intake_papers, "signature" or "other"
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    batch = models.UUIDField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "kind"], name="intake_paper_once")]
        indexes = [models.Index(fields=["case"], name="intake_paper_by_case")]
