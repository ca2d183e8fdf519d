"""Addresses of the menu."""

from django.urls import path

from . import views

urlpatterns = [path("menu/", views.month, name="menu-month")]
