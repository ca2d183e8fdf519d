from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "qianshou.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
