"""Addresses of the map."""

from django.urls import path

from . import views

urlpatterns = [
    path("places/", views.listing, name="places-list"),
    path("places/new/", views.new, name="places-new"),
    path("places/<int:place_id>/", views.pin, name="places-pin"),
]
