"""Addresses of channels."""

from django.urls import path

from . import views

urlpatterns = [
    path("channels/", views.listing, name="channels-list"),
    path("channels/new/", views.new, name="channels-new"),
    path("channels/log/", views.log, name="channels-log"),
    path("channels/log/<int:delivery_id>/again/", views.again, name="channels-again"),
    path("channels/<int:channel_id>/", views.edit, name="channels-edit"),
    path("channels/<int:channel_id>/switch/", views.switch, name="channels-switch"),
    path("channels/<int:channel_id>/test/", views.test, name="channels-test"),
]
