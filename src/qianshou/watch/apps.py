from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "qianshou.watch"
    label = "watch"
    default_auto_field = "django.db.models.BigAutoField"
