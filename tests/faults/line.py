"""A bad line between a phone and the server: a small proxy that refuses, drops or loses, as told."""

from __future__ import annotations

import http.client
import random
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Line:
    """What happens to each post of acts: passed, refused (503), dropped before, or dropped after the server did it."""

    FATES = ("passed", "refused", "dropped", "answer lost")

    def __init__(self, upstream: str, seed: int, bad: float) -> None:
        self.host = upstream.removeprefix("http://")
        self.rng, self.bad, self.lock = random.Random(seed), bad, threading.Lock()
        self.counts = dict.fromkeys(self.FATES, 0)

    def fate(self) -> str:
        with self.lock:
            found = "passed" if self.rng.random() >= self.bad else self.rng.choice(self.FATES[1:])
            self.counts[found] += 1
            return found


def _handler(line: Line):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self._pass_on(None)

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fate = line.fate() if self.path == "/api/field/acts" else "passed"
            if fate == "dropped":
                self._break()
            elif fate == "refused":
                self._answer(503, [("Content-Type", "application/json")], b"{}")
            else:
                self._pass_on(body, keep_answer=fate == "answer lost")

        def _pass_on(self, body, *, keep_answer: bool = False):
            onward = http.client.HTTPConnection(line.host, timeout=30)
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("connection", "accept-encoding")}
            onward.request(self.command, self.path, body, headers)
            answer = onward.getresponse()
            content = answer.read()
            if keep_answer:
                self._break()
            else:
                self._answer(answer.status, answer.getheaders(), content)
            onward.close()

        def _answer(self, status, headers, content):
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _break(self):
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_):
            pass

    return Handler


@contextmanager
def bad_line(upstream: str, *, seed: int, bad: float):
    """A proxy in front of `upstream`; yields (address, Line)."""
    line = Line(upstream, seed, bad)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(line))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}", line
    finally:
        server.shutdown()
        server.server_close()
