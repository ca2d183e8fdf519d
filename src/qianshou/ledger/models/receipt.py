"""Receipts: the numbered paper for money that was handed over (triggers: migrations/0004_receipts.py)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street
from qianshou.people.models import Person

from .entry import Transaction


class Receipt(models.Model):
    """One receipt for one transaction of money. Numbers run by street, kind and year without a gap; nothing of it changes and it is never deleted.

    Sum, day, what for and who took the money are the transaction's; so is whether it was reversed. `payer` is the name as it was printed;
    it goes with the person, number and sum stay. `printed_at`: when the first one was printed; whatever is printed after it is a copy.
    """

    class Kind(models.TextChoices):
        """Which way the money went."""

        RECEIVED = "in", _("money received")
        GIVEN_BACK = "out", _("money given back")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    transaction = models.OneToOneField(Transaction, models.PROTECT, related_name="receipt")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    fen = models.PositiveBigIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    payer = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person"], name="receipt_by_person", condition=Q(person__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["street", "kind", "year", "number"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, fen__gte=1), name="receipt_of_something"),
        ]

    @property
    def name(self) -> str:
        """As it is called on paper: 2026-0007."""
        return f"{self.year}-{self.number:04d}"

    def __str__(self) -> str:
        return self.name
