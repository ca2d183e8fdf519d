"""The door of this room in the main menu."""

from django.utils.translation import gettext_lazy as _

NAV = [(61, "reviews-list", _("Monthly reviews"), "reviews.read")]
