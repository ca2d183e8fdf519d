"""The long-running service behind `serve` and `demo`: database, server and worker as children of this process."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

from qianshou.__main__ import CommandError
from qianshou.runtime import context
from qianshou.runtime.output import say
from qianshou.runtime.postgres import Cluster
from qianshou.runtime.processes import Child, Supervisor

THREADS = 8  # for pages, which wait for the database most of the time


def add_arguments(parser) -> None:
    """Where to answer, with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to answer on (default 127.0.0.1; 0.0.0.0 for all)")
    parser.add_argument("--port", type=int, default=8000, help="port (default 8000)")
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="server processes (default 1)")
    parser.add_argument("--threads", type=int, default=THREADS, metavar="N", help=f"threads in each (default {THREADS})")


def run(args, *, demo: bool = False) -> int:
    """Start everything, say where it answers, keep it running until a signal; returns the exit code."""
    data_dir = context.prepare(args.data)
    with ExitStack() as stack:
        stack.enter_context(context.only_one(data_dir))
        free_port(args.host, args.port)
        address = f"{'https' if args.certificate else 'http'}://{shown_host(args.host)}:{args.port}/"
        context.note_address(data_dir, address)
        cluster = None
        if context.is_embedded():
            cluster = Cluster(data_dir)
            cluster.ensure()
            context.use(cluster)
        embedded = cluster is not None
        with_worker = (args.worker or embedded) and not args.no_worker
        children = [server(args), *(workers() if with_worker else [])]
        supervisor = Supervisor(children, cluster=cluster, say=say)
        stop_at_once_on_signals()
        try:
            ready(args, data_dir, demo=demo)
            supervisor.listen()
            supervisor.greeting = greeting(data_dir, address, demo=demo)
            supervisor.answers = lambda: is_open(args.host, args.port)
        except BaseException:
            supervisor.stop()
            raise
        code = supervisor.run()
        say("Stopped.")
    return code


def stop_at_once_on_signals() -> None:
    """Until everything runs, a signal breaks off what is being done: a half-made demo street is rolled back.

    Set explicitly: a shell that starts us in the background leaves SIGINT ignored.
    """

    def stop(*_):
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def ready(args, data_dir: Path, *, demo: bool) -> None:
    """Tables of this version and, for a demo, a street with life in it."""
    context.setup_django()
    from django.db import connections

    from qianshou.runtime.schema import bring_up_to_date

    if bring_up_to_date():
        say("The database was brought to this version.")
    if demo:
        from qianshou.runtime.demo import street

        street.ensure(data_dir=data_dir, seed=args.seed, say=say)
    connections.close_all()


def greeting(data_dir: Path, address: str, *, demo: bool) -> str:
    """The address and, for a demo, one login for each role."""
    if demo:
        from qianshou.runtime.demo import logins

        text = logins.table(data_dir, address=address)
    else:
        text = f"Qianshou answers at {address}"
    return f"{text}\nCtrl-C stops it."


def is_open(host: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        with socket.create_connection((shown_host(host), port), timeout=1):
            return True
    except OSError:
        return False


def server(args) -> Child:
    """The web server: granian with the program's WSGI application."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host, "--port", str(args.port),
        "--workers", str(args.processes), "--blocking-threads", str(args.threads), "--backlog", "256",
        "--no-ws", "--log-level", "error", "--workers-kill-timeout", "10",
    ]  # fmt: skip
    if args.certificate:
        if not args.key:
            raise CommandError("--certificate needs --key, the file with its private key.")
        for file in (args.certificate, args.key):
            if not file.is_file():
                raise CommandError(f"{file} is not there.")
        command += ["--ssl-certificate", str(args.certificate), "--ssl-keyfile", str(args.key)]
    return Child("server", [*command, "qianshou.runtime.wsgi:application"])


def workers() -> list[Child]:
    """Two background workers: the watch has one to itself, so that a month's volume of forms never makes a sweep wait."""
    command = [sys.executable, "-m", "qianshou", "worker", "--data", os.environ["QIANSHOU_DATA"]]
    return [Child("watch", [*command, "--jobs", "1", "--queues", "watch"]), Child("worker", [*command, "--jobs", "2"])]


def free_port(host: str, port: int) -> None:
    """Raise CommandError when nobody can answer on this address, before anything is started."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except socket.gaierror:
        raise CommandError(f"{host!r} is not an address of this machine.") from None
    except OverflowError:
        raise CommandError(f"{port} is not a port: choose one between 1 and 65535.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(f"Port {port} is used by another program. Choose another one: --port {port + 1}") from None
        if error.errno == errno.EACCES:
            raise CommandError(f"Port {port} may not be used by an ordinary user. Choose one above 1023.") from None
        raise CommandError(f"Cannot answer on {host}:{port}: {error.strerror}") from None


def shown_host(host: str) -> str:
    """What a person types into a browser on this machine."""
    return "localhost" if host in ("0.0.0.0", "::", "127.0.0.1") else host
