"""Addresses of the kitchen."""

from django.urls import path

from . import labels, sheet, tablet

urlpatterns = [
    path("kitchen/", sheet.today, name="kitchen-today"),
    path("kitchen/sample/<int:sample_id>/discard/", tablet.discard, name="kitchen-discard"),
    path("kitchen/sample/<int:sample_id>/undo/", tablet.undo_sample, name="kitchen-sample-undo"),
    path("kitchen/temperature/<int:temperature_id>/undo/", tablet.undo_temperature, name="kitchen-temperature-undo"),
    path("kitchen/<str:day>/", sheet.page, name="kitchen-day"),
    path("kitchen/<str:day>/labels.pdf", labels.pdf, name="kitchen-labels-pdf"),
    path("kitchen/<str:day>/tablet/", tablet.page, name="kitchen-tablet"),
    path("kitchen/<str:day>/sample/", tablet.sample, name="kitchen-sample"),
    path("kitchen/<str:day>/temperature/", tablet.temperature, name="kitchen-temperature"),
    path("kitchen/<str:day>/not-cooked/", tablet.not_cooked, name="kitchen-not-cooked"),
]
