from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "qianshou.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for the form of a month and for a safeguard that runs out."""
        from qianshou.watch import words

        words.TITLES |= {"review": _("Monthly review, %(month)s"), "safeguard": _("Safeguard %(number)s runs out on %(day)s (%(provider)s)")}
        words.KINDS |= {"review": _("Monthly review"), "safeguard": _("Safeguard")}
