"""Addresses of the place's data."""

from django.urls import path

from . import views

urlpatterns = [
    path("packs/<str:name>/", views.page, name="packs-page"),
    path("packs/<str:name>/<str:kind>/", views.kind_page, name="packs-kind"),
    path("packs/<str:name>/<str:kind>/names/", views.names, name="packs-names"),
    path("packs/<str:name>/<str:kind>/<str:file>/download/", views.download, name="packs-download"),
    path("packs/<str:name>/<str:kind>/<str:file>/withdraw/", views.withdraw, name="packs-withdraw"),
]
