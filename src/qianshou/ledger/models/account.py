"""Accounts, with the balances that the database keeps (triggers: migrations/_guards.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street
from qianshou.people.models import Person

from ..rules import UNITS

UNIT_WORDS = {"fen": _("money"), "points": _("points"), "minutes": _("hours")}


class Account(models.Model):
    """Something that holds an amount of one unit: a person's prepaid money, the street's meal income, the world outside.

    `balance` is kept by the database as postings come; nobody else may write it. `person` is the only tie from an amount to a human:
    an erasure sets it to null and the books stay as they are. `name` is an English text of the room that opened the account, marked
    with gettext_noop and translated when shown. `successor` is set while a merge of two files has closed the account in favour of the
    staying file's: its balance went over, and postings are refused.
    """

    class Kind(models.TextChoices):
        """Whose it is."""

        PERSON = "person", _("a person's")
        STREET = "street", _("the street's")
        OUTSIDE = "outside", _("outside")  # where money comes from and goes to: cash, bank, other offices

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField(max_length=7, choices=list(UNIT_WORDS.items()))
    code = models.CharField(max_length=40)  # room.what: "meals.prepaid"
    kind = models.CharField(max_length=7, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    least = models.BigIntegerField(null=True, blank=True)  # the balance never falls below it; null: no limit
    balance = models.BigIntegerField(default=0)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="closed", db_index=False)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["street", "unit", "code"], name="account_by_code"),
            models.Index(fields=["person"], name="account_by_person", condition=models.Q(person__isnull=False)),
            models.Index(fields=["successor"], name="account_by_successor", condition=models.Q(successor__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["street", "unit", "code", "person"], name="account_once_per_person", condition=models.Q(successor__isnull=True, kind="person")
            ),
            models.UniqueConstraint(fields=["street", "unit", "code"], name="account_once_per_street", condition=~models.Q(kind="person")),
            models.CheckConstraint(condition=models.Q(unit__in=UNITS), name="account_unit_known"),
            models.CheckConstraint(condition=models.Q(kind="person") | models.Q(person__isnull=True, successor__isnull=True), name="account_of_a_person"),
            models.CheckConstraint(condition=models.Q(least__isnull=True) | models.Q(least__lte=0), name="account_opens_above_least"),
            models.CheckConstraint(condition=models.Q(least__isnull=True) | models.Q(balance__gte=models.F("least")), name="account_not_below_least"),
        ]

    def __str__(self) -> str:
        return f"{self.code} #{self.pk}"


class Month(models.Model):
    """What one account gained in one month of `happened_on`, kept with each posting: a balance at a date adds months, not postings."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="months", db_index=False)
    month = models.DateField()  # its first day
    amount = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="ledger_month_once")]
