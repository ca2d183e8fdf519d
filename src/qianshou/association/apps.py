from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssociationConfig(AppConfig):
    name = "qianshou.association"
    label = "association"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The watch learns the words for tasks of a meeting and the steps of an idea."""
        from qianshou.watch import words

        words.KINDS |= {"meeting_task": _("Task of a meeting"), "idea": _("Idea of the association")}
        words.TITLES |= {
            "meeting_task": _("Task of a meeting: %(what)s"), "idea_decide": _("Proposal to decide: %(title)s"), "idea_plan": _("Plan to make: %(title)s"),
            "idea_open": _("Sign-up to open: %(title)s"), "idea_report": _("Report to write: %(title)s"),
        }  # fmt: skip
