"""Addresses of campaigns."""

from django.urls import path

from . import views

urlpatterns = [
    path("campaigns/", views.listing, name="campaigns-list"),
    path("campaigns/new/", views.new, name="campaigns-new"),
    path("campaigns/<int:campaign_id>/", views.one, name="campaigns-one"),
    path("campaigns/<int:campaign_id>/end/", views.end, name="campaigns-end"),
]
