"""The menu: one a day, the same for all."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Street
from qianshou.people.history import keeps_history

from .recipes import Category, Recipe


@keeps_history()
class Menu(models.Model):
    """The menu of one day: a draft until it is published. A day whose dishes were all taken out is a menu without dishes, and counts as none.

    `changed_at`: dishes were changed after it was published; `reason`: why it was published although it breaks a rule.
    """

    street = models.ForeignKey(Street, models.PROTECT, related_name="menus")
    day = models.DateField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["street", "day"], name="menu_once_per_day")]


class Dish(models.Model):
    """One dish on a menu, tied to the dish book by its name."""

    Category = Category

    menu = models.ForeignKey(Menu, models.CASCADE, related_name="dishes")
    recipe = models.ForeignKey(Recipe, models.PROTECT, related_name="dishes")
    category = models.CharField(max_length=12, choices=Category.choices)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["menu_id", "position", "id"]


class MenuChange(models.Model):
    """One act on the menus of one or several days, with what stood there before and after: for the page, and for taking it back.

    before, after: {"2026-12-01": [["big_meat", "肉饼炖蛋"], …]}; a day without a menu has an empty list.
    """

    class Act(models.TextChoices):
        """What was done."""

        SET = "set", _("dishes changed")
        READ = "read", _("read from a workbook")
        COPIED = "copied", _("week copied")
        UNDONE = "undone", _("taken back")

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=8, choices=Act.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    before = models.JSONField()
    after = models.JSONField()
    after_publishing = models.BooleanField(default=False)  # a day of it was published already
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["street", "last_day"], name="menu_change_by_day")]
