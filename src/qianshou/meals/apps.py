from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MealsConfig(AppConfig):
    name = "qianshou.meals"
    label = "meals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for what is owed to a kitchen day."""
        from qianshou.watch import words

        from .rules.samples import SAMPLE, TEMPERATURE

        words.TITLES |= {SAMPLE: _("Food sample: %(dish)s"), TEMPERATURE: _("Core temperature: %(dish)s")}
        words.KINDS |= {SAMPLE: _("Food sample"), TEMPERATURE: _("Core temperature")}
