"""A vote of 10,000 ballots: cast one by one, closed, counted; the count from the published file beside a count ballot by ballot in the ORM.

    python benchmarks/count_votes.py [--ballots 10000] [--again 1000]

Everything runs as the program's own role with every trigger on. `--again` of the ballots are cast at the end and timed one by one, when the urn is
fullest: each marks the roll, stirs sixteen others and checks that roll and urn agree.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
STAND, JURORS, COUNT_S = 60, 9, 2


def main() -> int:
    """Fill, measure, print, write. 1 when the count was too slow or differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=10_000)
    parser.add_argument("--again", type=int, default=1_000)
    parser.add_argument("--json", type=Path, default=HERE / "results" / "count_votes.json")
    args = parser.parse_args()
    os.environ["QIANSHOU_LOG"] = "ERROR"
    from qianshou.runtime import context

    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        data = context.prepare(Path(folder))
        with context.database(data, migrate=True):
            load = os.getloadavg()[0]
            rows = measure(args.ballots, args.again, Path(folder))
    notes = [
        f"{args.ballots} ballots for {STAND} candidates in three categories, {JURORS} jurors. Ballots are cast with `cast_vote`, as a page does, on one connection.",
        "The count from the file checks hashes, receipts and every ballot, counts, and compares with the stated result; with reading the JSON.",
        f"Load of the machine before measuring: {load:.1f} on {os.cpu_count()} cores.",
    ]
    result = {"title": "The count of a vote", "command": f"python benchmarks/count_votes.py --ballots {args.ballots}", "rows": rows, "notes": notes}
    for row in rows:
        print(f"{row['what']:<62} {row['value']:>9} {row['unit']:<3} asked {row.get('target') or '—':8} peer {row.get('peer_value') or '—'}")
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return int(rows[0]["value"] > COUNT_S)


def fill(ballots: int):
    """(election with its vote open, codes, an officer's id, another's)."""
    from uuid import uuid4

    from qianshou.access.models import Street
    from qianshou.access.operations import add_user
    from qianshou.care.models import Carer, Link
    from qianshou.merit.operations import election_desk, election_opening
    from qianshou.people.models import ElderFile, Person

    street, day = Street.objects.create(code="pingliang", name="平凉路街道"), date(2026, 1, 5)
    first, second = (add_user(username=name, display_name=name, password=None, now=NOW).pk for name in ("wang", "zhou"))
    made = {"street": street, "created_at": NOW, "updated_at": NOW}
    helpers = Person.objects.bulk_create(Person(**made, name=f"关爱员{n}", name_key=f"guan{n:04}") for n in range(STAND))
    tiers = ("full_time", "aide", "volunteer")
    carers = Carer.objects.bulk_create(Carer(person=p, street=street, number=f"{n:03}", tier=tiers[n % 3], joined_on=day) for n, p in enumerate(helpers))
    elders = Person.objects.bulk_create((Person(**made, name=f"老人{n}", name_key=f"lao{n:05}") for n in range(ballots - STAND)), batch_size=2000)
    ElderFile.objects.bulk_create((ElderFile(person=p, street=street, opened_on=day, updated_at=NOW) for p in elders), batch_size=2000)
    Link.objects.bulk_create((Link(elder=p, carer=carers[n % STAND], street=street, rank="primary", since=day) for n, p in enumerate(elders)), batch_size=2000)
    opens = NOW - timedelta(days=1)
    said = election_desk.Announcement(year=2026, title="十佳", nominate_from=opens - timedelta(days=20), nominate_until=opens - timedelta(days=7), vote_from=opens,
                                      vote_until=NOW + timedelta(days=9))  # fmt: skip
    row = election_desk.announce_election(street_id=street.pk, announcement=said, now=said.nominate_from, by_id=first)
    for carer in carers:
        one = election_desk.nominate(election_id=row.pk, carer_id=carer.pk, by_name="楼组长", by_self=False, reason="好", batch=uuid4(), now=said.nominate_from, by_id=first)
        for code in ("year_points", "no_complaint"):
            election_desk.decide_check(candidate_id=one.candidate_id, code=code, ok=True, why="x", now=opens, by_id=first)
        election_desk.put_on_shortlist(candidate_id=one.candidate_id, agreed=True, citation="", now=opens, by_id=first)
    for n in range(JURORS):
        election_opening.add_juror(election_id=row.pk, name=f"评委{n}", now=opens, by_id=first)
    row = election_opening.open_vote(election_id=row.pk, now=opens, by_id=first)
    codes = [code for _voter, code in election_opening.print_slips(election_id=row.pk, voter_ids=None, now=opens, by_id=first)]
    return row, codes, first, second





def timed(work) -> tuple[float, object]:
    """(seconds, what it gave)."""
    began = perf_counter()
    made = work()
    return perf_counter() - began, made


def measure(ballots: int, again: int, folder: Path) -> list[dict]:
    """Rows of the table; the first is the one that is asked for."""
    from qianshou.merit.operations import election_closing, election_vote
    from qianshou.merit.queries.election import seats_of
    from qianshou.merit.rules.election_count import judge

    row, codes, first, second = fill(ballots)
    rnd, seats, took = Random(20041), seats_of(row), []
    for code in codes:
        chosen = [n for seat in seats for n in rnd.sample(seat.numbers, rnd.randint(0, min(seat.choices, len(seat.numbers))))]
        took.append(timed(lambda code=code, chosen=chosen: election_vote.cast_vote(election=row, typed=code, chosen=chosen, address="192.0.2.7", now=NOW))[0])
    for juror in row.jurors.order_by("pk"):
        election_vote.enter_scores(juror_id=juror.pk, points={n: rnd.randint(50, 100) for seat in seats for n in seat.numbers}, now=NOW, by_id=first)
    election_closing.ask_to_close(election_id=row.pk, now=NOW, by_id=first)
    close_s, closed = timed(lambda: election_closing.close_vote(election_id=row.pk, now=NOW, by_id=second))
    file = folder / "tally.json"
    file.write_text(json.dumps(closed.tally, ensure_ascii=False))
    counts = [timed(lambda: judge(json.loads(file.read_text()))) for _ in range(7)]
    assert all(found == [] and len(lines) == STAND for _s, (found, lines) in counts)
    count_s = median(s for s, _ in counts)
    peer_s, votes = timed(lambda: one_by_one(row))
    assert votes == {line.number: line.votes for line in counts[0][1][1]}
    late = sorted(took[-again:])
    return [
        {"what": f"count {len(codes)} ballots from the published file", "value": round(count_s, 3), "unit": "s", "target": f"≤ {COUNT_S} s",
         "peer": "votes only, candidate by candidate, ORM", "peer_value": round(peer_s, 3), "ratio": round(peer_s / count_s, 1)},
        {"what": "close: shake urn and roll, count, keep, sweep", "value": round(close_s, 2), "unit": "s"},
        {"what": f"cast a ballot, median of the last {len(late)}", "value": round(median(late) * 1000, 1), "unit": "ms"},
        {"what": f"cast a ballot, 99th of 100 of the last {len(late)}", "value": round(late[int(len(late) * 0.99) - 1] * 1000, 1), "unit": "ms"},
        {"what": "the published file", "value": round(file.stat().st_size / 1e6, 2), "unit": "MB"},
    ]  # fmt: skip


def one_by_one(row) -> dict[int, int]:
    """The peer: the urn asked once for each candidate; no check of anything."""
    from qianshou.merit.models import ElectionBallot

    return {one["number"]: ElectionBallot.objects.filter(election=row, choices__contains=[one["number"]]).count() for one in row.opening["candidates"]}


if __name__ == "__main__":
    raise SystemExit(main())
