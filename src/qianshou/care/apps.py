from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "qianshou.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for the form of a month."""
        from qianshou.watch import words

        words.TITLES |= {"review": _("Monthly review, %(month)s")}
        words.KINDS |= {"review": _("Monthly review")}
