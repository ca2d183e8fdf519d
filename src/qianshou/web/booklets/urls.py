"""Addresses of bound volumes of months and years, and of monthly forms."""

from django.urls import path

from . import forms, views, years

urlpatterns = [
    path("booklets/", views.month_page, name="booklets-list"),
    path("booklets/state/", views.state, name="booklets-state"),
    path("booklets/checks/", views.checks, name="booklets-checks"),
    path("booklets/bind/", views.bind, name="booklets-bind"),
    path("booklets/year/", years.year_page, name="booklets-year"),
    path("booklets/year/state/", years.state, name="booklets-year-state"),
    path("booklets/year/bind/", years.bind, name="booklets-year-bind"),
    path("booklets/volume/<int:volume_id>.pdf", views.download, name="booklets-download"),
    path("booklets/volume/<int:volume_id>/changes/", views.changed, name="booklets-changes"),
    path("booklets/forms/", forms.form_list, name="booklets-forms"),
    path("booklets/forms/<int:person_id>/", forms.person_forms, name="booklets-forms"),
    path("booklets/silent/", forms.silent, name="booklets-silent"),
    path("booklets/form/<int:person_id>/<str:month>.pdf", forms.form_pdf, name="booklets-form"),
]
