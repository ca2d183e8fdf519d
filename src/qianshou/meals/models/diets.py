"""Diets: what a person must not or will not eat, what was asked and answered about it, and what is served instead."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qianshou.access.models import Street
from qianshou.people.history import keeps_history
from qianshou.people.models import Person

from .menus import Menu
from .recipes import Recipe


@keeps_history()
class Diet(models.Model):
    """One thing a person must not (hard) or will not (soft) eat, entered by somebody who knows. Never deleted: it ends.

    kind    code of the pack's diets.toml; target: a code of its allergens.toml, or a word of its own (芒果), "" where the kind has none
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="diets")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=40, blank=True)
    hard = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["person_id", "id"]
        indexes = [models.Index(fields=["street", "person"], name="diet_running", condition=Q(ended_at__isnull=True))]


@keeps_history()
class DietAnswer(models.Model):
    """A person settled what words of a file mean: the diets made from them, or that they mean nothing for food.

    A question is not stored: it is worked out of the file each time, and an answer closes exactly the words it names. So words that
    come later are asked about, and no question can be lost.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="diet_answers")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    words = models.TextField()
    diets = ArrayField(models.BigIntegerField(), default=list, blank=True)  # ids of Diet; empty: means nothing for food
    note = models.CharField(max_length=200, blank=True)  # who said so
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person_id", "id"]
        indexes = [models.Index(fields=["street", "person"], name="diet_answer_standing", condition=Q(taken_back_at__isnull=True))]


@keeps_history()
class Substitute(models.Model):
    """What everybody whose diet is `key` gets on a day instead of a dish that clashes with it, chosen once for all of them.

    recipe None: they get nothing in its place.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    menu = models.ForeignKey(Menu, models.CASCADE, related_name="substitutes")
    instead_of = models.ForeignKey(Recipe, models.PROTECT, related_name="+")
    key = models.CharField(max_length=81)  # rules.diets.Meaning.key
    recipe = models.ForeignKey(Recipe, models.PROTECT, null=True, blank=True, related_name="+")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["menu_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["menu", "instead_of", "key"], name="substitute_once", condition=Q(withdrawn_at__isnull=True))
        ]
