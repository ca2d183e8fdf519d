"""The pages of the phone: one shell without personal data, its service worker, its manifest. Everything else is /api/field/."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language

from qianshou.access.permissions import public

from .words import catalogue

HERE = Path(__file__).parent
SHARED_STYLES = ("web/tokens.css",)
KEPT_SUFFIXES = {".js", ".css", ".svg", ".png"}


def own_files() -> list[str]:
    """Static files that the shell needs without signal, as addresses. None of them may redirect."""
    root = HERE / "static"
    found = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.suffix in KEPT_SUFFIXES and p.name != "sw.js")
    return [settings.STATIC_URL + name for name in [*SHARED_STYLES, *found]]


def version() -> str:
    """Changes whenever anything that the phone keeps changes: scripts, styles, words, the shell."""
    return _version() if not settings.DEBUG else _version.__wrapped__()


@lru_cache(maxsize=1)
def _version() -> str:
    parts = hashlib.sha256(json.dumps(catalogue(), sort_keys=True).encode())
    sources = [*(HERE / "static").rglob("*"), *(HERE / "templates").rglob("*"), *((HERE.parent / "web" / "static").joinpath(n) for n in SHARED_STYLES)]
    for file in sorted(p for p in sources if p.is_file()):
        parts.update(file.read_bytes())
    return parts.hexdigest()[:12]


@public
def shell(request: HttpRequest) -> HttpResponse:
    """The one page. The same for everybody, so that it may be kept on a phone that changes hands."""
    return render(request, "field/shell.html", {"words": catalogue(), "version": version(), "language": get_language()})


@public
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of what it keeps and the version of the list."""
    source = (HERE / "static" / "field" / "sw.js").read_text()
    head = f"const VERSION = {json.dumps(version())};\nconst FILES = {json.dumps(['/field/', '/field/manifest.webmanifest', *own_files()])};\n"
    answer = HttpResponse(head + source, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/field/"
    return answer


@public
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the page on its home screen."""
    icons = [{"src": static(f"field/icons/icon-{n}.png"), "sizes": f"{n}x{n}", "type": "image/png", "purpose": "any maskable"} for n in (192, 512)]
    body = {
        "name": "牵手 Qianshou",
        "short_name": "牵手",
        "lang": "zh-Hans",
        "start_url": "/field/",
        "scope": "/field/",
        "display": "standalone",
        "background_color": "#faf7f1",
        "theme_color": "#8c2f26",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")
