"""All addresses: the desk's pages, the phone, the API."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("", include("qianshou.web.urls"))]
if find_spec("qianshou.field.urls"):
    urlpatterns.append(path("", include("qianshou.field.urls")))
