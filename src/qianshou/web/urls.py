"""The desk's addresses: each room below `web/` brings its own `urls.py`."""

from pathlib import Path

from django.urls import include, path

ROOMS = sorted(p.parent.name for p in Path(__file__).parent.glob("*/urls.py"))

urlpatterns = [path("", include(f"qianshou.web.{room}.urls")) for room in ROOMS]
