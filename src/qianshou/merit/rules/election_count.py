"""The count of an election from its published tally: the same for everybody. Pure, and a program of its own.

    python election_count.py tally.json

It needs nothing but Python and this file: `qianshou election count` and the page that publishes the result run the very same lines.

A tally is JSON, format "qianshou-election-1":
    opening       what was published when the vote opened: title, categories [{code, name, places, choices}], candidates [{number, category, name}],
                  jurors [name], weights {jury, public}, roll {voters, hash}, seed_hash
    opening_hash  SHA-256 of `opening` in its one writing (see `one_writing`), printed and shown on the day of the opening
    scores        [juror (place in `jurors`), number of the candidate, points 0 to 100]
    marked        {code, paper}: how many on the roll voted by code, how many took a paper
    ballots       [receipt, "code" or "paper", [numbers]] in the order of the receipts
    seed          hex; its SHA-256 is `seed_hash`
    result        what the office says came out; `count` must say the same
"""

import hashlib
import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from fractions import Fraction

FORMAT = "qianshou-election-1"
CODE, PAPER = "code", "paper"
JURY, DRAWN = "jury", "drawn"


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate in the result. Points are exact fractions of 100, written "250/3"; `tie` says what parted her from an equal: jury | drawn | ""."""

    category: str
    rank: int
    number: int
    name: str
    votes: int
    jury: str
    public: str
    total: str
    elected: bool
    tie: str = ""


def one_writing(value: object) -> bytes:
    """JSON in one writing for one value: keys in order, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(value: object) -> str:
    """SHA-256 of the one writing, as hex."""
    return hashlib.sha256(one_writing(value)).hexdigest()


def votes_of(ballots: list) -> Counter:
    """Number of a candidate → ballots on which she stands."""
    return Counter(number for _receipt, _kind, chosen in ballots for number in chosen)


def averages(scores: list) -> dict[int, Fraction]:
    """Number of a candidate → average of the jury's points."""
    given: dict[int, list[int]] = {}
    for _juror, number, points in scores:
        given.setdefault(number, []).append(points)
    return {number: Fraction(sum(all_of), len(all_of)) for number, all_of in given.items()}


def lot(seed: str, ballots_hash: str, number: int) -> str:
    """A candidate's lot: the smaller comes first. Nobody can know it before the last ballot is in, for all of them are part of it."""
    return hashlib.sha256(f"{seed}:{ballots_hash}:{number}".encode()).hexdigest()


def count(tally: dict) -> list[Line]:
    """Who is elected, by category in the order of the opening, the best first.

    In each category the candidate with the most votes has 100 public points and the others in proportion; the same with the jury's average. Both
    are added by their weights. Equal totals: the higher average of the jury comes first, then the smaller lot. Nobody is elected with nothing.
    """
    opening, votes, jury = tally["opening"], votes_of(tally["ballots"]), averages(tally["scores"])
    weights, ballots_hash = opening["weights"], digest(tally["ballots"])
    lines: list[Line] = []
    for category in opening["categories"]:
        running = [one for one in opening["candidates"] if one["category"] == category["code"]]
        most = max((votes[one["number"]] for one in running), default=0)
        best = max((jury.get(one["number"], Fraction(0)) for one in running), default=Fraction(0))
        rows = []
        for one in running:
            number = one["number"]
            average = jury.get(number, Fraction(0))
            public = Fraction(100 * votes[number], most) if most else Fraction(0)
            by_jury = 100 * average / best if best else Fraction(0)
            total = (weights["jury"] * by_jury + weights["public"] * public) / (weights["jury"] + weights["public"])
            rows.append((-total, -average, lot(tally["seed"], ballots_hash, number), one, votes[number], by_jury, public))
        rows.sort(key=lambda row: row[:3])
        lines += [_line(category, rank, row, rows) for rank, row in enumerate(rows, start=1)]
    return lines


def _line(category: dict, rank: int, row: tuple, rows: list[tuple]) -> Line:
    equal = [other for other in rows if other[0] == row[0] and other is not row]
    tie = "" if not equal else DRAWN if any(other[1] == row[1] for other in equal) else JURY
    one, total = row[3], -row[0]
    elected = rank <= category["places"] and total > 0
    return Line(category["code"], rank, one["number"], one["name"], row[4], str(row[5]), str(row[6]), str(total), elected, tie)


def problems(tally: dict) -> list[str]:
    """Everything about a tally that does not fit together; empty for a sound one. In English, for whoever checks."""
    if tally.get("format") != FORMAT:
        return [f"this is no tally of the format {FORMAT}"]
    opening, ballots = tally["opening"], tally["ballots"]
    found = []
    if digest(opening) != tally["opening_hash"]:
        found.append("what was published at the opening was changed: its hash differs")
    if hashlib.sha256(bytes.fromhex(tally["seed"])).hexdigest() != opening["seed_hash"]:
        found.append("the seed is not the one of which the hash was published at the opening")
    receipts = [receipt for receipt, _kind, _chosen in ballots]
    if receipts != sorted(set(receipts)):
        found.append("receipts are not in order, or one stands there twice")
    kinds = Counter(kind for _receipt, kind, _chosen in ballots)
    marked = tally["marked"]
    if kinds[CODE] != marked[CODE]:
        found.append(f"{kinds[CODE]} ballots by code, but {marked[CODE]} on the roll who voted so")
    if kinds[PAPER] > marked[PAPER]:
        found.append(f"{kinds[PAPER]} paper ballots, but only {marked[PAPER]} papers were handed out")
    if set(kinds) - {CODE, PAPER}:
        found.append("a ballot of an unknown kind")
    if marked[CODE] + marked[PAPER] > opening["roll"]["voters"]:
        found.append("more have voted than stand on the roll")
    found += wrong_ballots(opening, ballots) + wrong_scores(opening, tally["scores"])
    return found


def wrong_ballots(opening: dict, ballots: list) -> list[str]:
    """Ballots that name somebody unknown, somebody twice, or more than may be chosen."""
    category_of = {one["number"]: one["category"] for one in opening["candidates"]}
    most = {one["code"]: one["choices"] for one in opening["categories"]}
    found = []
    for receipt, _kind, chosen in ballots:
        if len(set(chosen)) != len(chosen) or not set(chosen) <= category_of.keys():
            found.append(f"ballot {receipt} names somebody twice or somebody unknown")
        elif any(n > most[code] for code, n in Counter(category_of[number] for number in chosen).items()):
            found.append(f"ballot {receipt} has more choices than are allowed")
    return found


def wrong_scores(opening: dict, scores: list) -> list[str]:
    """Each juror gives each candidate points once, 0 to 100."""
    wanted = {(juror, one["number"]) for juror in range(len(opening["jurors"])) for one in opening["candidates"]}
    given = [(juror, number) for juror, number, _points in scores]
    if sorted(given) != sorted(wanted):
        return ["the jury's points are not whole: each juror, each candidate, once"]
    return [f"points of juror {juror} for {number} out of bounds" for juror, number, points in scores if not 0 <= points <= 100]


def judge(tally: dict) -> tuple[list[str], list[Line]]:
    """(what does not fit together, the result). A result that the tally itself states differently is one of the problems."""
    found = problems(tally)
    if found[:1] and found[0].startswith("this is no tally"):
        return found, []
    lines = count(tally)
    if tally.get("result") != [asdict(line) for line in lines]:
        found.append("the stated result is not what the ballots say")
    return found, lines


def said(value: str) -> str:
    """A fraction of points with two decimals, for reading: "250/3" → "83.33"."""
    return f"{float(Fraction(value)):.2f}"


def report(tally: dict) -> tuple[str, bool]:
    """What a person reads, and whether all is well."""
    found, lines = judge(tally)
    text = [f"{line.category}  {line.rank:>3}. {'*' if line.elected else ' '} {line.number:>3} {line.name}  votes {line.votes}  public {said(line.public)}"
            f"  jury {said(line.jury)}  total {said(line.total)}{'  tie: ' + line.tie if line.tie else ''}" for line in lines]  # fmt: skip
    text += [f"PROBLEM: {one}" for one in found]
    if not found:
        text.append(f"{len(tally['ballots'])} ballots. The tally is sound and the stated result (* elected) is what its ballots say.")
    return "\n".join(text), not found


def main(words: list[str]) -> int:
    """0 when the tally is sound, 1 when not, 2 for wrong use."""
    if len(words) != 1:
        print("usage: python election_count.py tally.json", file=sys.stderr)
        return 2
    with open(words[0], encoding="utf-8") as file:
        text, sound = report(json.load(file))
    print(text)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
