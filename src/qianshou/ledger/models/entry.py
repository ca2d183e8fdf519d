"""Transactions and their postings: written once, never changed (triggers: migrations/_guards.py)."""

from django.db import models

from qianshou.access.models import Street, User

from ..rules import UNITS
from .account import UNIT_WORDS, Account


class Transaction(models.Model):
    """One act in the books, of one unit in one street: its postings add up to zero.

    `source` names what it stands for ("meals.order:123"): the same source is posted once. `lines` says how many postings it has, so
    that none can be added later. `text` is an English sentence of the room that posted it, marked with gettext_noop, translated and
    filled with `params` when shown; neither may hold a name, a number of a person or a telephone.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField(max_length=7, choices=list(UNIT_WORDS.items()))
    source = models.CharField(max_length=110)  # of a reversal: its original's and /reversed
    lines = models.PositiveSmallIntegerField()
    happened_on = models.DateField()  # the office's date, as the books count it
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    text = models.CharField(max_length=200)
    params = models.JSONField(default=dict, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source"], name="ledger_source_once"),
            models.CheckConstraint(condition=models.Q(unit__in=UNITS), name="transaction_unit_known"),
            models.CheckConstraint(condition=models.Q(lines__gte=2), name="transaction_two_lines"),
            models.CheckConstraint(condition=~models.Q(source=""), name="transaction_has_source"),
        ]

    def __str__(self) -> str:
        return self.source


class Posting(models.Model):
    """One line: this much is added to this account. Street and day are the transaction's, kept here for the index of a statement."""

    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="postings", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    happened_on = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["account", "happened_on", "id"], include=["amount"], name="posting_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["transaction", "account"], name="posting_once_per_account"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="posting_of_something"),
        ]
