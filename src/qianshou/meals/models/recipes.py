"""The street's dish book: it grows by itself, a dish more whenever a menu names one that is not in it yet."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street
from qianshou.people.history import keeps_history


class Category(models.TextChoices):
    """As the kitchen's sheet has them."""

    BIG_MEAT = "big_meat", _("main meat dish")  # 大荤
    SMALL_MEAT = "small_meat", _("small meat dish")  # 小荤
    VEGETABLE = "vegetable", _("vegetable dish")  # 素菜
    SOUP = "soup", _("soup")
    STAPLE = "staple", _("staple")


class Texture(models.TextChoices):
    """As what the kitchen can make a dish."""

    NORMAL = "normal", _("as usual")
    SOFT = "soft", _("soft")
    MINCED = "minced", _("minced")
    LIQUID = "liquid", _("liquid")


class Grade(models.IntegerChoices):
    """How much salt or sugar is in it."""

    NONE = 0, _("none")
    LITTLE = 1, _("little")
    USUAL = 2, _("usual")
    MUCH = 3, _("much")


@keeps_history(exclude=["updated_at"])
class Recipe(models.Model):
    """A dish of the street's book. Until somebody describes it (`described_at`), nobody knows what is in it: it fits no diet.

    contains   codes of the pack's allergens.toml; an empty list on a described dish says that there is none of them in it
    portion_grams  of one portion as served; cost_fen: of one portion, in fen
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="recipes", db_index=False)
    name = models.CharField(max_length=60)
    category = models.CharField(max_length=12, choices=Category.choices)
    ingredients = models.TextField(blank=True)
    instructions = models.TextField(blank=True)
    contains = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    textures = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    salt = models.PositiveSmallIntegerField(null=True, blank=True, choices=Grade.choices)
    sugar = models.PositiveSmallIntegerField(null=True, blank=True, choices=Grade.choices)
    portion_grams = models.PositiveSmallIntegerField(null=True, blank=True)
    cost_fen = models.PositiveIntegerField(null=True, blank=True)
    described_at = models.DateTimeField(null=True, blank=True)
    described_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["category", "name"]
        constraints = [
            models.UniqueConstraint(fields=["street", "name"], name="recipe_once_in_street"),
            models.CheckConstraint(condition=~Q(name=""), name="recipe_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
