from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "qianshou.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for a request that waits for an answer."""
        from qianshou.watch import words

        words.TITLES |= {"rights": _("A request about personal data is to be answered")}
        words.KINDS |= {"rights": _("Request about personal data")}
