"""Who may do what, where: districts, streets, committees, users, roles, cards, devices and the log of acts."""

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from .roles import ROLES, Level


class District(models.Model):
    """区: oversees streets."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """街道, a sub-district office: the unit that holds personal files."""

    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="streets")
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    pack = models.SlugField(max_length=40, default="yangpu")
    telephone = models.CharField(max_length=40, blank=True)  # of the office or its duty desk: printed on what carers take along

    def __str__(self) -> str:
        return self.name


class Committee(models.Model):
    """居委会, a neighbourhood committee of a street."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="committees")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["street_id", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["street", "name"], name="committee_name_once_per_street")]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """The name without 居委会, as people say it."""
        return self.name.removesuffix("居民委员会").removesuffix("居委会") or self.name


class User(AbstractBaseUser):
    """An account. What it may do comes from roles; who it is as a human is `people.Person.user`."""

    LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, choices=LANGUAGES, default="zh-hans")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.display_name or self.username


class RoleAssignment(models.Model):
    """A user holds a role at one place (district, street or committee) for a span of days."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=30, choices=[(code, role.label) for code, role in ROLES.items()])
    district = models.ForeignKey(District, models.CASCADE, null=True, blank=True)
    street = models.ForeignKey(Street, models.CASCADE, null=True, blank=True, related_name="role_assignments")
    committee = models.ForeignKey(Committee, models.CASCADE, null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text=_("Last day on which the role holds."))

    class Meta:
        indexes = [models.Index(fields=["street", "role"], name="role_by_street")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(district__isnull=False) | models.Q(street__isnull=False) | models.Q(role="administrator"),
                name="role_has_a_place",
            ),
            models.CheckConstraint(condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")), name="role_span"),
        ]

    @property
    def level(self) -> Level:
        """Where the role reaches: district, street, committee or grants."""
        return ROLES[self.role].level


class Device(models.Model):
    """A phone bound to one user by a card. The token lives on the phone; here only its hash."""

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    street = models.ForeignKey(Street, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=120, blank=True)
    pin_hash = models.CharField(max_length=200, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    bound_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")


class QrCard(models.Model):
    """A printed card that binds one phone to one user, once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="cards")
    street = models.ForeignKey(Street, models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    device = models.ForeignKey(Device, models.SET_NULL, null=True, blank=True, related_name="cards")
    revoked_at = models.DateTimeField(null=True, blank=True)


class LogEntry(models.Model):
    """One act of one user, kept for ever. Append-only: the database refuses UPDATE and DELETE."""

    at = models.DateTimeField(db_index=True)
    user_id = models.BigIntegerField(null=True)
    street_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    target = models.CharField(max_length=40, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["street_id", "target", "target_id"], name="log_by_target")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
