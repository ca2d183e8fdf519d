"""What several benchmarks share: runs that are not run twice, rows of a table, and the result file that run.py puts on the page.

A sample (`make bench`) keeps its runs and its result beside the whole ones, so that it never wipes them out.
"""

import gzip
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from os import getloadavg
from pathlib import Path
from time import process_time

HERE = Path(__file__).resolve().parent
DATA, RESULTS, OUT = HERE / "data", HERE / "results", HERE / "out"
PLANNER = HERE.parent / "src" / "qianshou" / "planner"
SAMPLES = RESULTS / "sample"


class Runs:
    """A log of runs, one JSON object a line: what stands there under the same key is not run again.

    "code" belongs in every key, so that runs of a program that has changed since are not taken for new ones.
    """

    def __init__(self, path: Path, keys: tuple[str, ...], fresh: bool = False) -> None:
        path.parent.mkdir(exist_ok=True)
        self.path, self.keys = path, keys
        if fresh:
            path.unlink(missing_ok=True)
        lines = path.read_text().splitlines() if path.exists() else []
        self.done = {self._key(run): run for run in map(json.loads, lines)}

    def _key(self, run: dict) -> tuple:
        return tuple(run.get(k) for k in self.keys)

    def of(self, wanted: dict, work: Callable[[dict], dict]) -> dict:
        """The run of this key, from the log or done now; `work(wanted)` gives what was found, CPU seconds and load are added."""
        if self._key(wanted) in self.done:
            return self.done[self._key(wanted)]
        begun = process_time()
        run = {**wanted, **work(wanted)}
        run |= {"used": round(process_time() - begun, 2), "load": round(getloadavg()[0], 2)}
        with self.path.open("a") as log:
            log.write(json.dumps(run) + "\n")
        self.done[self._key(run)] = run
        print("  ".join(f"{k} {v}" for k, v in run.items() if v is not None), flush=True)
        return run


def code_of(*places: Path) -> str:
    """A short name for the state of these files and folders of Python code."""
    files = sorted(f for place in places for f in (place.glob("**/*.py") if place.is_dir() else [place]))
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:8]


def planner_code() -> str:
    """The state of what searches and counts; explaining and re-planning are not in it."""
    names = ("annealing", "formats", "engine.py", "solve.py", "foreign.py", "construct.py", "board.py", "cost.py")
    return code_of(*(PLANNER / name for name in names))


def street_days(wanted: list[int]) -> Iterator[tuple[int, dict]]:
    """(number, day) of the given street days."""
    for k in wanted:
        yield k, read(DATA / f"street-visits-{k}.json.gz")


def read(path: Path) -> dict:
    """A compressed JSON file."""
    return json.loads(gzip.decompress(path.read_bytes()))


def row(what: str, value, unit: str = "", target: str = "", **peer) -> dict:
    """One row of a table; `peer`, `peer_value` and `ratio` where there is somebody to compare with."""
    return {"what": what, "value": value, "unit": unit, "target": target, **peer}


def publish(title: str, rows: list[dict], notes: list[str], out: Path, name: str | None = None) -> None:
    """Print the table; write the result for the page, named like the script or `name`.

    `out` is the log of the runs: in `results` they go to the page as they are, in `out` as a sample; from anywhere else they are only printed.
    """
    for r in rows:
        peer = f"  {r['peer']}: {r['peer_value']}  ratio {r['ratio']}" if r.get("peer") else ""
        print(f"{r['what']:<72} {r['value']!s:>12} {r['unit']:<6} {r['target']:<16}{peer}")
    folder = {RESULTS: RESULTS, OUT: SAMPLES}.get(out.resolve().parent)
    if folder is None:
        return
    script = Path(sys.argv[0])
    command = " ".join(["python", f"benchmarks/{script.name}", *sys.argv[1:]])
    folder.mkdir(parents=True, exist_ok=True)
    result = {"title": title, "command": command, "rows": rows, "notes": notes}
    (folder / f"{name or script.stem}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
