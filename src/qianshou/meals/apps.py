from django.apps import AppConfig


class MealsConfig(AppConfig):
    name = "qianshou.meals"
    label = "meals"
    default_auto_field = "django.db.models.BigAutoField"
