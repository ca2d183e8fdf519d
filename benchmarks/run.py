"""`make bench`: run every benchmark of this folder in its own process, then write docs/benchmarks.md from their results.
`make bench-full` (`--full`) takes no samples, and goes on where it was broken off. `--page` only writes the page.

Each benchmark is a script that prints a table and writes `results/<name>.json`:
{"title", "command", "rows": [{"what", "value", "unit", "peer", "peer_value", "ratio", "target"}], "notes": []}.
"""

import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).parent
RESULTS = HERE / "results"
# What would take too long whole: `make bench` takes a sample of it. Its result is kept apart, and never wipes out the whole one.
SAMPLE = RESULTS / "sample"
SAMPLES = {
    "board_search": ["--files", "60000", "--json", str(SAMPLE / "board_search.json")],
    "count_votes": ["--ballots", "2000", "--json", str(SAMPLE / "count_votes.json")],
    "find_people": ["--files", "60000", "--json", str(SAMPLE / "find_people.json")],
    "import_register": ["--rows", "60000", "--json", str(SAMPLE / "import_register.json")],
    "plan_day": ["--sample"],
    "plan_meals": ["--sample"],
    "planner_public": ["--sample"],
    "planner_speed": ["--sample"],
    "plan_week": ["--streets", "1", "--seconds", "25"],
}


def main(names: list[str]) -> int:
    """Run the named benchmarks (all when none is named); exit code 1 when one failed."""
    if names == ["--page"]:
        print(write_page())
        return 0
    full = "--full" in names
    names = [name for name in names if name != "--full"]
    (HERE / "out").mkdir(exist_ok=True)
    SAMPLE.mkdir(parents=True, exist_ok=True)
    scripts = sorted(p for p in HERE.glob("*.py") if p.name not in {"run.py", "harness.py"} and (not names or p.stem in names))
    failed = []
    for script in scripts:
        print(f"\n== {script.stem}", flush=True)
        begun = perf_counter()
        if subprocess.run([sys.executable, str(script), *([] if full else SAMPLES.get(script.stem, []))], cwd=HERE.parent).returncode:
            failed.append(script.stem)
        print(f"({script.stem}: {perf_counter() - begun:.0f} s)", flush=True)
    page = write_page()
    print(f"\n{len(scripts) - len(failed)} of {len(scripts)} benchmarks ran; {page} written.")
    if failed:
        print("failed:", ", ".join(failed))
    return 1 if failed else 0


def write_page() -> Path:
    """docs/benchmarks.md: every figure with the command that gave it."""
    lines = [
        "# Benchmarks",
        "",
        "Measured in this tree by `make bench`, the machine doing nothing else; medians where a script repeats itself (its notes say so). A peer runs beside ours in the same run, and the ratio is what to quote.",
        f"Last written {date.today().isoformat()} on {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores.",
        "",
    ]
    # A sample follows its whole: the one is thorough, the other may be newer.
    for path in sorted(RESULTS.glob("**/*.json"), key=lambda p: (p.name, len(p.parts))):
        result = json.loads(path.read_text())
        title = result["title"] + (", a sample" if path.parent == SAMPLE else "")
        lines += [f"## {title}", "", f"`{result['command']}`", "", "| what | ours | peer | peer's | ratio | asked |", "|---|---:|---|---:|---:|---|"]
        for row in result["rows"]:
            cells = [row.get(k) for k in ("what", "value", "peer", "peer_value", "ratio", "target")]
            unit = f" {row['unit']}" if row.get("unit") else ""
            cells[1] = f"{cells[1]}{unit}"
            cells[3] = f"{cells[3]}{unit}" if cells[3] is not None else None
            lines.append("| " + " | ".join("" if c is None else str(c) for c in cells) + " |")
        lines += ["", *(f"- {note}" for note in result.get("notes", [])), ""]
    page = HERE.parent / "docs" / "benchmarks.md"
    page.write_text("\n".join(lines))
    return page


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
