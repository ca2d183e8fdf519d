from django.apps import AppConfig


class BookletsConfig(AppConfig):
    name = "qianshou.booklets"
    label = "booklets"
    default_auto_field = "django.db.models.BigAutoField"
