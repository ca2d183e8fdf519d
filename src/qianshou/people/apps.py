from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "qianshou.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each room's `personal.py` says what it keeps of people."""
        from .personal import own  # noqa: F401

        autodiscover_modules("personal")
