"""Addresses of the watch."""

from django.urls import path

from . import alerts, concerns, dues

urlpatterns = [
    path("alerts/", alerts.listing, name="alerts-list"),
    path("alerts/<int:alert_id>/", alerts.one, name="alerts-one"),
    path("alerts/<int:alert_id>/take/", alerts.take, name="alerts-take"),
    path("alerts/<int:alert_id>/release/", alerts.release, name="alerts-release"),
    path("alerts/<int:alert_id>/close/", alerts.close, name="alerts-close"),
    path("notices/", alerts.notice_list, name="notices-list"),
    path("notices/read/", alerts.notices_read, name="notices-read"),
    path("dues/", dues.listing, name="dues-list"),
    path("dues/<int:due_id>/", dues.one, name="dues-one"),
    path("dues/<int:due_id>/excuse/", dues.excuse, name="dues-excuse"),
    path("concerns/", concerns.listing, name="concerns-list"),
    path("concerns/new/<int:person_id>/", concerns.new, name="concerns-new"),
    path("concerns/<int:concern_id>/", concerns.one, name="concerns-one"),
    path("concerns/<int:concern_id>/take/", concerns.take, name="concerns-take"),
    path("concerns/<int:concern_id>/answer/", concerns.answer, name="concerns-answer"),
    path("concerns/<int:concern_id>/follow-up/", concerns.follow_up, name="concerns-follow-up"),
    path("concerns/<int:concern_id>/looked/<int:due_id>/", concerns.looked, name="concerns-looked"),
]
