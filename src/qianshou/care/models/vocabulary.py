"""A street's own words for talents and interests, beside those of its pack: vocabulary that grew by use."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street, User


class TalentWord(models.Model):
    """What an officer said that a word means, from then on. A decision is never changed: it is taken back, and another made."""

    class Meaning(models.TextChoices):
        """What the word is."""

        NEW = "new", _("a talent of its own")
        SYNONYM = "synonym", _("another word for a talent")
        NONE = "none", _("not a talent")

    street = models.ForeignKey(Street, models.PROTECT, related_name="talent_words", db_index=False)
    word = models.CharField(max_length=30)  # folded, as words are compared
    meaning = models.CharField(max_length=7, choices=Meaning.choices)
    code = models.CharField(max_length=40, blank=True)  # of the talent that a synonym stands for; "own-<id>" is a street's own
    zh = models.CharField(max_length=30, blank=True)  # the name of a new talent, in both languages
    en = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["street", "word"], condition=Q(taken_back_at__isnull=True), name="talent_word_once"),
            models.CheckConstraint(condition=~Q(meaning="synonym") | ~Q(code=""), name="talent_word_synonym_of_something"),
            models.CheckConstraint(condition=~Q(meaning="new") | ~Q(zh=""), name="talent_word_new_has_a_name"),
        ]
