"""Addresses of the board."""

from django.urls import path

from . import views

urlpatterns = [
    path("today/", views.page, name="board"),
    path("today/live/", views.live, name="board-live"),
]
