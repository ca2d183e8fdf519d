"""Addresses of the duty roster."""

from django.urls import path

from . import views

urlpatterns = [
    path("roster/", views.week, name="roster-week"),
    path("roster/assign/", views.assign, name="roster-assign"),
    path("roster/telephone/", views.telephone, name="roster-telephone"),
    path("roster/copy/", views.copy, name="roster-copy"),
    path("roster/<int:shift_id>/clear/", views.clear, name="roster-clear"),
    path("roster/<int:shift_id>/swap/", views.swap, name="roster-swap"),
]
