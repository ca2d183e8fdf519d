"""1,000 acts posted by 60 phones, a third of the answers lost on the way: all applied once.

    python benchmarks/acts_60_phones.py [--acts 1000] [--phones 60] [--lost 0.333] [--seed 1]

A real server process (granian) on the loopback address and the embedded database. Each phone is a thread with its own card,
token and outbox; it sends what is due (up to 10 acts a batch), and when the answer is lost it knows nothing and sends again,
after one second. The peer is the same in the same run with no answer lost.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent)]

BATCH = 10
AGAIN_S = 1.0  # outbox.js waits 2 s, then longer; shorter here, so that the server feels more of it
VISITS_A_PHONE = 8  # arrived and done at each, and one "start work": 17 acts


class Phone(threading.Thread):
    """One carer's phone: keeps each act until an answer about it was heard."""

    def __init__(self, port: int, token: str, acts: list[dict], lost: float, seed: int) -> None:
        super().__init__()
        self.port, self.token, self.due, self.lost = port, token, list(acts), lost
        self.rng, self.times, self.words, self.failures = random.Random(seed), [], [], []

    def run(self) -> None:
        """Send until everything is answered."""
        time.sleep(self.rng.random())
        while self.due:
            if answer := self._post(self.due[:BATCH]):
                self.words += [item["answer"] for item in answer["answers"]]
                heard = {item["id"] for item in answer["answers"]}
                self.due = [act for act in self.due if act["id"] not in heard]
            else:
                time.sleep(AGAIN_S * (0.75 + self.rng.random() / 2))

    def _post(self, acts: list[dict]) -> dict | None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        began = perf_counter()
        try:
            headers = {"Content-Type": "application/json", "X-Qianshou": "field", "Authorization": f"Device {self.token}"}
            line.request("POST", "/api/field/acts", json.dumps({"acts": acts}), headers)
            if self.rng.random() < self.lost:
                time.sleep(0.05)  # the server is at work; then the line breaks, perhaps after the commit
                return None
            response = line.getresponse()
            body = response.read()
            if response.status != 200:
                self.failures.append((response.status, body[:200]))
                return None
            self.times.append(perf_counter() - began)
            return json.loads(body)
        except OSError:  # no answer in time is one more lost answer
            return None
        finally:
            line.close()


def main() -> None:
    """Prepare two days' rounds, run with and without loss, check, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--acts", type=int, default=1000)
    parser.add_argument("--phones", type=int, default=60)
    parser.add_argument("--lost", type=float, default=1 / 3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, default=HERE / "results" / "acts_60_phones.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(Path(folder))
        with context.database(data, migrate=True), server() as port:
            bad = run(port, args, lost=args.lost)
            good = run(port, args, lost=0.0)
    rows = table(args, bad, good)
    for row in rows:
        print(f"{row['what']:44}{row['value']:>10} {row['unit']:6} asked {row['target'] or '—':8} peer {row.get('peer_value')}")
    notes = [f"{args.phones} phones, {args.acts} acts, {args.lost:.0%} of the answers lost, seed {args.seed}; granian with 2 workers and 8 threads each; the peer loses none."]
    result = {"title": "Acts from 60 phones over a bad line", "command": "python benchmarks/acts_60_phones.py", "rows": rows, "notes": notes}
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    if bad["once"] != args.acts or good["once"] != args.acts:
        sys.exit("an act is missing or was applied twice")


def table(args, bad: dict, good: dict) -> list[dict]:
    """Rows for the page."""
    def row(what, key, unit, target="", digits=0):
        ours, peer = round(bad[key], digits), round(good[key], digits)
        return {"what": what, "value": ours, "unit": unit, "target": target, "peer": "no answer lost", "peer_value": peer, "ratio": round(ours / peer, 2) if peer else None}

    return [
        row("acts applied exactly once", "once", "acts", f"= {args.acts}"),
        row("acts sent (with repeats)", "sent", "acts"),
        row("repeats answered \"repeated\"", "repeated", "acts"),
        row("batch of up to 10, median", "median_ms", "ms", digits=1),
        row("batch of up to 10, 95th of 100", "p95_ms", "ms", digits=1),
        row("until the last phone was empty", "seconds", "s", digits=1),
    ]  # fmt: skip


@contextmanager
def server():
    """A granian process of our own; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "8", "--backlog", "1024", "--log-level", "warning", "qianshou.runtime.wsgi:application"]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(HERE.parent / "src")})
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def run(port: int, args, *, lost: float) -> dict:
    """One street of its own, its phones at once; what came of it."""
    prepared = prepare(args)
    phones = [Phone(port, token, acts, lost, args.seed * 1000 + n) for n, (token, acts) in enumerate(prepared)]
    began = perf_counter()
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    seconds = perf_counter() - began
    failures = [f for phone in phones for f in phone.failures]
    if failures:
        sys.exit(f"the server failed: {failures[:3]}")
    times = sorted(t for phone in phones for t in phone.times)
    words = [word for phone in phones for word in phone.words]
    return {
        "once": applied_once([act for _token, acts in prepared for act in acts]),
        "sent": sent_count(phones, prepared),
        "repeated": words.count("repeated"),
        "median_ms": statistics.median(times) * 1000,
        "p95_ms": times[int(len(times) * 0.95)] * 1000,
        "seconds": seconds,
    }


def sent_count(phones: list[Phone], prepared: list) -> int:
    """Acts that the server was sent: each once, and again for each repeat that was answered."""
    return sum(len(acts) for _token, acts in prepared) + sum(phone.words.count("repeated") for phone in phones)


def prepare(args) -> list[tuple[str, list[dict]]]:
    """A street with a carer, a card and a day's visits for each phone: (token, acts) of each."""
    from django.conf import settings
    from tests import cast
    from tests.field.conftest import visit
    from tests.field.phone import bound

    from qianshou.access.models import Street
    from qianshou.access.operations.streets import add_committee, add_street
    from qianshou.kernel import clock

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sixty PINs are not what is measured
    now, code = clock.now(), f"bench{Street.objects.count()}"
    street, _ = add_street(code=code, name=code, now=now)
    committee, _ = add_committee(street=street, name="怀德居委会", now=now)
    officer = cast.user(f"{code}-o", "王敏", "street_officer", now, street_id=street.pk)
    elders = [cast.person(street, f"老人{n}", now, committee=committee) for n in range(VISITS_A_PHONE)]
    found = []
    for n in range(args.phones):
        carer = cast.carer(street, f"{n:03d}", f"关爱员{n}", "full_time", None, now, skills=[])
        phone = bound(carer.person.user, by=officer, now=now)
        wanted = args.acts // args.phones + (n < args.acts % args.phones)
        acts = [phone.act("clock_in", made_at=now - timedelta(minutes=wanted + 1))]
        for m in range(wanted - 1):
            if m % 2 == 0:
                today = visit(None, elders[m // 2 % VISITS_A_PHONE], minute=m)
            acts.append(phone.act("done" if m % 2 else "arrived", {"visit": today.pk}, made_at=now - timedelta(minutes=wanted - m)))
        found.append((phone.token, acts[:wanted]))
    return found


def applied_once(acts: list[dict]) -> int:
    """How many of these acts were applied, each with exactly one effect."""
    from qianshou.acts.models import Act
    from qianshou.care.models import ClockEvent, VisitEvent

    ids = [act["id"] for act in acts]
    sources = [f"act:{i}" for i in ids]
    effects = [*VisitEvent.objects.filter(source__in=sources).values_list("source", flat=True), *ClockEvent.objects.filter(source__in=sources).values_list("source", flat=True)]
    applied = {f"act:{pk}" for pk in Act.objects.filter(pk__in=ids, state="applied").values_list("pk", flat=True)}
    return sum(1 for source in applied if effects.count(source) == 1) if len(effects) == len(set(effects)) else 0


if __name__ == "__main__":
    main()
