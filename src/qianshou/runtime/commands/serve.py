"""Run the web server. With the embedded database the worker runs too, so that one command serves an office.

With DATABASE_URL set, only the server runs: start `qianshou worker` beside it, here or on other hosts.
Phones keep their outbox only over HTTPS (or on localhost): give --certificate and --key, see docs/operations/https.md.
"""

from __future__ import annotations

from pathlib import Path

from qianshou.runtime import service


def add_arguments(parser) -> None:
    """Address, certificate, processes and threads."""
    service.add_arguments(parser)
    parser.add_argument("--worker", action="store_true", help="run a worker too, although DATABASE_URL names a server")
    parser.add_argument("--no-worker", action="store_true", help="run no worker, although the database is embedded")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="PEM certificate chain, for HTTPS")
    parser.add_argument("--key", type=Path, metavar="FILE", help="PEM key of the certificate")


def handle(args) -> int:
    """Until Ctrl-C or SIGTERM."""
    return service.run(args)
