"""Addresses of attendance sheets."""

from django.urls import path

from . import views

urlpatterns = [
    path("attendance/", views.month_page, name="attendance-list"),
    path("attendance/<int:carer_id>/", views.sheet, name="attendance-sheet"),
    path("attendance/<int:carer_id>/<str:month>.pdf", views.sheet_pdf, name="attendance-pdf"),
]
