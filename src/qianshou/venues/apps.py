from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VenuesConfig(AppConfig):
    name = "qianshou.venues"
    label = "venues"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for what is owed to a room."""
        from qianshou.watch import words

        from .operations.equipment import CHECK, REPAIR

        words.TITLES |= {CHECK: _("Check of equipment: %(what)s, %(room)s"), REPAIR: _("Repair: %(what)s, %(room)s")}
        words.KINDS |= {CHECK: _("Check of equipment"), REPAIR: _("Repair")}
