"""The family page's private link: for one relative whom the elder named, shut at once, and a row for each look at it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User

from ..history import keeps_history
from .person import Person


@keeps_history(exclude=["failures", "last_seen_at", "looks"])
class FamilyLink(models.Model):
    """One relative may look in, by an address that nobody can guess and a code that travels another way.

    The database holds neither: of the address its hash, of the code an HMAC under the installation's key, for six digits are soon tried.
    """

    class Shut(models.TextChoices):
        """Why nobody looks in by it any more."""

        OFFICE = "office", _("shut by the office")
        CONSENT = "consent", _("the consent was withdrawn")
        MOVED = "moved", _("the file moved to another street")

    person = models.ForeignKey(Person, models.PROTECT, related_name="family_links")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)  # of the relative
    relation = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, choices=User.LANGUAGES, default="zh-hans")  # the page opens in it
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    expires_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)  # wrong codes since the last right one
    locked_at = models.DateTimeField(null=True, blank=True)
    shut_at = models.DateTimeField(null=True, blank=True)
    shut_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    shut_why = models.CharField(max_length=10, choices=Shut.choices, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveIntegerField(default=0)  # how often somebody looked in

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(shut_at__isnull=True) | ~Q(shut_why=""), name="family_link_shut_says_why"),
            models.CheckConstraint(condition=Q(failures__lte=5), name="family_link_five_tries"),
        ]
        indexes = [models.Index(fields=["street", "person"], name="family_link_open", condition=Q(shut_at__isnull=True))]


class FamilyLook(models.Model):
    """Somebody stood at the family page's door: who looked in when, from where, and which codes were wrong."""

    class Kind(models.TextChoices):
        """What happened."""

        CAME = "came", _("came in with the code")
        LOOKED = "looked", _("looked in")
        WRONG = "wrong", _("wrong code")
        LOCKED = "locked", _("locked after wrong codes")
        REFUSED = "refused", _("stood before a shut page")

    link = models.ForeignKey(FamilyLink, models.CASCADE, related_name="seen")
    at = models.DateTimeField()
    kind = models.CharField(max_length=7, choices=Kind.choices)
    address = models.CharField(max_length=45, blank=True)  # IP address
    browser = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["link", "at"], name="family_look_by_link")]
