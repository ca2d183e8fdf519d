"""A district's register (242,600 rows) read in twice, by the command, as an office would; with a peer in the same run.

    python benchmarks/import_register.py [--rows 242600] [--peer-rows 10000]

The register is made from the given one's shapes (tests/data/pingliang/register.xlsx): its dirt, its headings, its subtotals; each
person invented, with an ID number of their own. Measured: wall time and peak memory of the importing process (the database is a
process of its own), first import and second. The peer reads its first rows with openpyxl (read-only) and inserts row by row through
the ORM, one object each for person and file, as a straightforward program would.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
GIVEN = HERE.parent / "tests" / "data" / "pingliang" / "register.xlsx"
sys.path.insert(0, str(HERE.parent / "src"))

SURNAMES = "张王李赵陈刘杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_NAMES = "国建明秀英桂兰珍凤玉华荣芳根宝福德生林海金银妹娣娥月红梅仁义礼信文武永康祥云龙素惠淑美雪莲仙彩"


def make_register(target: Path, rows: int, seed: int) -> None:
    """Write `rows` rows, headings and subtotals included, in the given register's shapes."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    from qianshou.kernel.identity import make_id_number

    given = CalamineWorkbook.from_path(str(GIVEN)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    head, shapes = given[:3], list(given[3:-1])
    rng = random.Random(seed)
    start = date(1926, 1, 1)
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("花名册")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(head):
            sheet.write_row(at, 0, row)
        for at in range(len(head), rows):
            shape = list(shapes[(at - 3) % len(shapes)])
            round_number = (at - 3) // len(shapes)
            if shape[2] and shape[0] != "":
                _invent(shape, at, round_number, rng, start, make_id_number)
            for column, value in enumerate(shape):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, float):
                    sheet.write_number(at, column, value)
                elif value != "":
                    sheet.write_string(at, column, value)


def _invent(shape: list, at: int, round_number: int, rng: random.Random, start: date, make_id_number) -> None:
    """Another person in the shape of a row: the same kind of dirt, other name, number, birth date, address and telephone."""
    born = start + timedelta(days=(at * 7919) % 14600)
    sequence = (at * 31 + round_number) % 990
    number = make_id_number(area=f"3101{at % 100:02d}", birth=born, sequence=sequence)
    sex = "男" if int(number[16]) % 2 else "女"
    shape[0] = float(at)
    shape[2] = rng.choice(SURNAMES) + "".join(rng.choice(GIVEN_NAMES) for _ in range(rng.choice((1, 2, 2))))
    shape[3] = sex
    shape[4] = rng.choice((born, f"{born:%Y-%m-%d}", f"{born.year}.{born.month}.{born.day}", f"{born.year % 100}年{born.month}月"))
    if isinstance(shape[5], str) and shape[5]:
        shape[5] = number
    elif isinstance(shape[5], float):
        shape[5] = float(number[:17] + "0")
    road = str(shape[6]).split("弄")[0].removeprefix("上海市杨浦区")
    shape[6] = f"{road}弄{at % 60 + 1}号{at % 700 + 101}室"
    if shape[9] != "":
        shape[9] = rng.choice((float(50000000 + at), f"{50000000 + at}", f"021-{50000000 + at}", f"{50000000 + at}（宅）139{at:08d}"))


def measured(command: list[str], environment: dict[str, str], output: Path) -> dict:
    """Wall seconds, peak memory in MB (all its processes together, shared pages counted once, looked at twice a second) and exit code."""
    started, peak = time.perf_counter(), 0
    with output.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, start_new_session=True)
        while True:
            try:
                code = process.wait(0.5)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, _memory_of(process.pid))
    return {"seconds": round(time.perf_counter() - started, 1), "peak_mb": round(peak / 1024), "exit": code}


def _memory_of(session: int) -> int:
    """Kilobytes of all processes of a session (proportional set size)."""
    total = 0
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                total += next(int(line.split()[1]) for line in (entry / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total


PEER = """
import sys, time, django
django.setup()
from datetime import date
from itertools import islice
from openpyxl import load_workbook
from django.db import transaction
from qianshou.access.models import Street
from qianshou.kernel import clock
from qianshou.people.models import ElderFile, Person
path, rows = sys.argv[1], int(sys.argv[2])
started = time.perf_counter()
street = Street.objects.get(code="peer")
now = clock.now()
with transaction.atomic():
    for cells in islice(load_workbook(path, read_only=True).active.iter_rows(values_only=True), 3, rows):
        if not cells[2]:
            continue
        person = Person.objects.create(street=street, name=str(cells[2])[:60], door=str(cells[6] or "")[:80], created_at=now, updated_at=now)
        ElderFile.objects.create(person=person, street=street, remarks=str(cells[14] or ""), opened_on=date(2026, 11, 24), updated_at=now)
print(time.perf_counter() - started)
"""


def main() -> None:
    """Make the register, import it twice, run the peer; print a table and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=242_600)
    parser.add_argument("--peer-rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--json", type=Path, default=HERE / "results" / "import_register.json")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qianshou-bench-") as folder:
        rows = run(args, Path(folder))
    result = {
        "title": "A district's register read in", "command": f"python benchmarks/import_register.py --rows {args.rows}", "rows": rows,
        "notes": [
            "Whole commands, once each. Memory: the importing process and the one that reads for it, together; the database is not in it.",
            f"Load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.",
        ],
    }  # fmt: skip
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    print()
    for row in rows:
        print(f"{row['what']:70}{row['value']:>9} {row['unit']:3} asked {row.get('target', '—'):9} peer {row.get('peer_value', '—')}")


def run(args: argparse.Namespace, folder: Path) -> list[dict]:
    """The whole measurement inside one temporary data directory; rows for the page of benchmarks."""
    from qianshou.runtime import context

    register, data = folder / "district.xlsx", folder / "data"
    make_register(register, args.rows, args.seed)
    command = [sys.executable, "-m", "qianshou"]
    with context.database(data, migrate=True):
        inner = os.environ | {"PYTHONPATH": str(HERE.parent / "src")}
        for code in ("bench", "given", "peer"):
            subprocess.run([*command, "street", "add", code, f"{code}街道", "--data", str(data)], env=inner, check=True, stdout=subprocess.DEVNULL)

        def read_in(file: Path, street: str, name: str) -> tuple[dict, dict]:
            output = folder / f"{name}.json"
            one = measured([*command, "import", "register", str(file), "--street", street, "--data", str(data), "--json"], inner, output)
            told = json.loads(output.read_text())
            assert one["exit"] == 0 and sum(told["counts"].values()) == told["rows"] == len(told["items"]), told["counts"]
            return one, told

        given, _ = read_in(GIVEN, "given", "given")
        first, told = read_in(register, "bench", "first")
        second, again = read_in(register, "bench", "second")
        assert again["changes"]["created"] == again["changes"]["updated"] == 0, again["changes"]
        peer = subprocess.run([sys.executable, "-c", PEER, str(register), str(args.peer_rows)], env=inner, check=True, capture_output=True, text=True)
    peer_whole = float(peer.stdout.strip().splitlines()[-1]) / args.peer_rows * args.rows
    return [
        {"what": "the given register (1,032 rows), whole command", "value": given["seconds"], "unit": "s", "target": "≤ 3 s"},
        {"what": f"{args.rows:,} rows ({register.stat().st_size / 2**20:.0f} MB), first import: {told['changes']['created']:,} files made", "value": first["seconds"],
         "unit": "s", "target": "≤ 60 s", "peer": "openpyxl and one ORM insert a row, reckoned from 10,000 rows (person and file only)", "peer_value": round(peer_whole),
         "ratio": f"{peer_whole / first['seconds']:.1f} times faster"},
        {"what": "its peak memory", "value": first["peak_mb"], "unit": "MB", "target": "≤ 600 MB"},
        {"what": "the same register again: nothing changed", "value": second["seconds"], "unit": "s"},
        {"what": "its peak memory", "value": second["peak_mb"], "unit": "MB", "target": "≤ 600 MB"},
    ]  # fmt: skip


if __name__ == "__main__":
    main()
