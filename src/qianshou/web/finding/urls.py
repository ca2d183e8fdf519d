"""Addresses of finding people."""

from django.urls import path

from . import views

urlpatterns = [
    path("find/", views.page, name="finding"),
    path("find/keep/", views.keep, name="finding-keep"),
    path("find/<int:search_id>/drop/", views.drop, name="finding-drop"),
]
