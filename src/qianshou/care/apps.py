from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "qianshou.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for the form of a month, a safeguard that runs out, the steps of an intake."""
        from qianshou.watch import words

        words.TITLES |= {"review": _("Monthly review, %(month)s"), "safeguard": _("Safeguard %(number)s runs out on %(day)s (%(provider)s)")}
        words.KINDS |= {"review": _("Monthly review"), "safeguard": _("Safeguard"), "intake": _("Intake")}
        words.TITLES |= {
            "intake_check": _("Intake: check the application"), "intake_assess": _("Intake: home visit and assessment"), "intake_decide": _("Intake: decide"),
            "intake_deferred": _("Intake: decide what was deferred"), "intake_plan": _("Intake: make the care plan"), "intake_consent": _("Intake: ask for consents"),
            "intake_booklet": _("Intake: hand over the booklet"), "intake_net": _("Intake: put into the net"),
        }  # fmt: skip
