from django.apps import AppConfig


class MeritConfig(AppConfig):
    name = "qianshou.merit"
    label = "merit"
    default_auto_field = "django.db.models.BigAutoField"
