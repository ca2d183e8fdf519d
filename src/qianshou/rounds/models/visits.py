"""Rounds of visits: an ordered walk of stops for one carer on one day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User
from qianshou.care.models import Carer, Visit


class RoundDay(models.Model):
    """The plan of a street's day. `version` rises with each change, so that two officers do not overwrite each other."""

    class State(models.TextChoices):
        """Empty, being planned, a draft to look at, or on the phones."""

        EMPTY = "empty", _("no plan yet")
        PLANNING = "planning", _("being planned")
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("on the phones")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.EMPTY)
    version = models.PositiveIntegerField(default=1)
    progress = models.JSONField(default=dict, blank=True)  # {"percent", "seconds", "cost"} while planning
    cost = models.JSONField(default=dict, blank=True)  # minutes of travel, waiting, lateness, overtime; unserved
    unserved = models.JSONField(default=list, blank=True)  # [{"visit", "reasons", "mends", "hands"}]: operations.store.left_out
    walks = models.JSONField(default=dict, blank=True)  # carer id: {"leave", "home": seconds since midnight, "rests": [[kind, start, end]]}
    notes = models.JSONField(default=list, blank=True)  # what the plan had to assume: [{"code", "params"}]
    complaints = models.JSONField(default=list, blank=True)  # broken rules the checker found after a change by hand
    planned_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "day"], name="round_day_once")]

    @property
    def planning(self) -> bool:
        """A plan was asked for and has not come yet. A published day stays on the phones meanwhile, so its state does not say it."""
        return "asked" in self.progress


class Stop(models.Model):
    """A carer at a visit: order and times. A visit for two carers has two stops at one time."""

    round_day = models.ForeignKey(RoundDay, models.CASCADE, related_name="stops", db_index=False)
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="stops", db_index=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField()
    travel_min = models.PositiveSmallIntegerField(default=0)
    arrives_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    pinned_carer = models.BooleanField(default=False)
    pinned_order = models.BooleanField(default=False)
    insisted = models.JSONField(default=list, blank=True)  # rules that an officer set aside for this stop (planner.problem.WAIVABLE)
    insisted_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["carer_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round_day", "carer", "visit"], name="stop_once"),
            models.UniqueConstraint(fields=["round_day", "carer", "position"], name="stop_order", deferrable=models.Deferrable.DEFERRED),
            models.CheckConstraint(condition=Q(ends_at__gte=models.F("starts_at")) & Q(starts_at__gte=models.F("arrives_at")), name="stop_times"),
        ]
        indexes = [models.Index(fields=["carer", "starts_at"], name="stop_by_carer")]


class Proposal(models.Model):
    """Another plan of a day, made beside the one that stands: to be compared, then taken or dropped. It changes nothing by itself."""

    class State(models.TextChoices):
        """Being planned, ready to be looked at, taken, dropped, or no plan came of it."""

        PLANNING = "planning", _("being planned")
        READY = "ready", _("ready to compare")
        TAKEN = "taken", _("taken over")
        DROPPED = "dropped", _("dropped")
        FAILED = "failed", _("no plan came of it")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    round_day = models.ForeignKey(RoundDay, models.CASCADE, related_name="proposals")
    version = models.PositiveIntegerField()  # of the day when it was asked for
    keep = models.JSONField(default=dict, blank=True)  # {"pins": bool, "carers": [ids], "before": seconds since midnight or None, "close": bool}
    seconds = models.FloatField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNING)
    percent = models.PositiveSmallIntegerField(default=0)
    plan = models.JSONField(default=dict, blank=True)  # as the planner writes plans (planner/schema/plan.schema.json)
    why = models.CharField(max_length=40, blank=True)  # code, where no plan came of it
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)  # taken, dropped or given up

    class Meta:
        ordering = ["-pk"]


class NightRun(models.Model):
    """A street's day that is planned in the background, with those of other streets; one row for street and day, one job for a row."""

    class State(models.TextChoices):
        """Waits for a worker, on one, kept as a draft, not touched for a reason, or no plan came of it."""

        WAITING = "waiting", _("waits for a worker")
        PLANNING = "planning", _("being planned")
        DONE = "done", _("planned as a draft")
        LEFT = "left", _("left alone")
        FAILED = "failed", _("failed")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    seconds = models.FloatField()
    threads = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)  # more than one: a worker was killed and another went on
    worker = models.CharField(max_length=80, blank=True)  # host:process that has it, or had it last
    begun_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # the last sign of life of the worker
    percent = models.PositiveSmallIntegerField(default=0)
    numbers = models.JSONField(default=dict, blank=True)  # of the plan, as RoundDay.cost, and the version it made
    why = models.JSONField(default=dict, blank=True)  # {"code", "params"}: left alone or failed
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "day"], name="night_run_once")]

    @property
    def ended(self) -> bool:
        """Nothing more happens to it unless somebody asks again."""
        return self.state in (self.State.DONE, self.State.LEFT, self.State.FAILED)


class WeekPlan(models.Model):
    """The plan of a street's week: a proposal that the office looks at, then applies or leaves. `version` rises with each change."""

    class State(models.TextChoices):
        """Never planned, being planned, a proposal to look at, or applied: visits moved and rounds drafted."""

        EMPTY = "empty", _("no plan yet")
        PLANNING = "planning", _("being planned")
        PROPOSED = "proposed", _("proposal")
        APPLIED = "applied", _("applied")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+")
    monday = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.EMPTY)
    version = models.PositiveIntegerField(default=1)
    progress = models.JSONField(default=dict, blank=True)  # {"percent", "asked", "state" before} while planning, {"failed"} after
    proposal = models.JSONField(default=dict, blank=True)  # {"days", "moves", "plans", "carers", "numbers"}: operations.week
    before = models.JSONField(default=dict, blank=True)  # what to put back: {"visits": {visit: day}, "days": {day: version}}
    planned_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["street", "monday"], name="week_plan_once")]

    @property
    def planning(self) -> bool:
        """A plan was asked for and has not come yet."""
        return "asked" in self.progress


class RoundVersion(models.Model):
    """How a day stood before a change, for undo and for the record."""

    round_day = models.ForeignKey(RoundDay, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    change = models.JSONField(default=dict)  # {"code", "params"}
    stops = models.JSONField(default=list)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["round_day", "version"], name="round_version_once")]
