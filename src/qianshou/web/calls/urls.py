"""Addresses of the call desk."""

from django.urls import path

from . import views

urlpatterns = [
    path("calls/", views.desk, name="calls-desk"),
    path("calls/<int:due_id>/answer/", views.answer, name="calls-answer"),
    path("calls/<int:call_id>/undo/", views.undo, name="calls-undo"),
]
