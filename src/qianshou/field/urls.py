"""Addresses of the phone."""

from django.urls import path
from django.views.generic import RedirectView

from .api import api
from .views import manifest, service_worker, shell

to_shell = RedirectView.as_view(url="/field/")
to_shell.requires = ()

urlpatterns = [
    path("field/", shell, name="field-app"),
    path("field", to_shell),
    path("field/sw.js", service_worker, name="field-worker"),
    path("field/manifest.webmanifest", manifest, name="field-manifest"),
    path("api/field/", api.urls),
]
