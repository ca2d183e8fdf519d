"""An idea and its way: meeting, vote, the street's decision, activity, report. What happened to it stands in its thread and is never taken out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from ..rules.ideas import STATES
from .members import Member

STATE_WORDS = {
    "raised": _("idea"),
    "discussed": _("was discussed"),
    "proposed": _("before the street"),
    "approved": _("approved, to be planned"),
    "refused": _("not approved"),
    "planned": _("plan stands"),
    "open": _("sign-up"),
    "held": _("took place"),
    "reported": _("reported"),
    "withdrawn": _("was withdrawn"),
}


class Idea(models.Model):
    """Something that somebody would like the association to do. `before` is the state in which it was withdrawn: what taking that back gives again."""

    class Source(models.TextChoices):
        """Who brought it."""

        MEMBER = "member", _("a member")
        RESIDENT = "resident", _("a resident")
        COMMITTEE = "committee", _("a committee")
        OFFICE = "office", _("the street's office")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=9, choices=Source.choices)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="ideas", db_index=False)
    who = models.CharField(max_length=60, blank=True)  # where no member brought it
    state = models.CharField(max_length=9, choices=list(STATE_WORDS.items()), default="raised")
    state_since = models.DateTimeField()
    before = models.CharField(max_length=9, blank=True)
    due_key = models.CharField(max_length=80, blank=True)  # under which the watch is owed the next step
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["street", "state"], name="idea_by_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="idea_state_known"),
            models.CheckConstraint(condition=Q(state="withdrawn") & ~Q(before="") | ~Q(state="withdrawn") & Q(before=""), name="idea_withdrawn_from"),
        ]

    def __str__(self) -> str:
        return self.title


class IdeaEntry(models.Model):
    """One step of the thread: what was done, by whom, with which words; from state to state."""

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="entries", db_index=False)
    act = models.CharField(max_length=12)
    before = models.CharField(max_length=9, blank=True)
    after = models.CharField(max_length=9)
    note = models.CharField(max_length=1000, blank=True)
    meeting = models.ForeignKey("association.Meeting", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    vote = models.ForeignKey("association.MeetingVote", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["idea", "id"], name="idea_entry_by_idea")]


class IdeaDecision(models.Model):
    """The street's word on a proposal, with its reason. `street_fen`: up to how much the street pays."""

    class Outcome(models.TextChoices):
        """What the street says."""

        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back to be changed")
        REFUSED = "refused", _("not approved")

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="decisions", db_index=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=500)
    street_fen = models.PositiveIntegerField(default=0)
    decided_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["idea", "id"], name="idea_decision_by_idea")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="idea_decided_with_reason"),
            models.CheckConstraint(condition=Q(outcome="approved") | Q(street_fen=0), name="idea_money_for_a_yes"),
        ]
