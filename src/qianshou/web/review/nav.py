"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(64, "review-list", _("Review"), "review.settle")]
