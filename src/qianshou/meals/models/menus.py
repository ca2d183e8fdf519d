"""The menu: one a day, the same for all."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street


class Menu(models.Model):
    """The menu of one day. `warnings` says where it breaks the rule of three dishes and a soup."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="menus")
    day = models.DateField()
    warnings = models.JSONField(default=list, blank=True)  # [{"code", "params"}]

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["street", "day"], name="menu_once_per_day")]


class Dish(models.Model):
    """One dish on a menu."""

    class Category(models.TextChoices):
        """As the kitchen's sheet has them."""

        BIG_MEAT = "big_meat", _("main meat dish")  # 大荤
        SMALL_MEAT = "small_meat", _("small meat dish")  # 小荤
        VEGETABLE = "vegetable", _("vegetable dish")  # 素菜
        SOUP = "soup", _("soup")
        STAPLE = "staple", _("staple")

    menu = models.ForeignKey(Menu, models.CASCADE, related_name="dishes")
    category = models.CharField(max_length=12, choices=Category.choices)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["menu_id", "position", "id"]
