"""The WSGI application as granian's processes load it."""

from __future__ import annotations

import os

from qianshou.runtime.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianshou.settings")
die_with_parent()  # a server process whose manager was killed would keep the port for ever

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
