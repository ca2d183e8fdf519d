from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "qianshou.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for an assessment that is owed."""
        from qianshou.watch import words

        words.TITLES |= {"assessment": _("Assessment: %(instrument)s")}
        words.KINDS |= {"assessment": _("Assessment")}
