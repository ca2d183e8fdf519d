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
import platform
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
    """Wall seconds, peak resident memory in MB and exit code of one command; its output goes to a file."""
    started = time.perf_counter()
    with output.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file)
        _, status, usage = os.wait4(process.pid, 0)
    return {
        "seconds": round(time.perf_counter() - started, 1), "peak_mb": round(usage.ru_maxrss / 1024),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1), "exit": os.waitstatus_to_exitcode(status),
    }  # fmt: skip


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
        result = run(args, Path(folder))
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    show(result)


def run(args: argparse.Namespace, folder: Path) -> dict:
    """The whole measurement inside one temporary data directory."""
    from qianshou.runtime import context

    register, data = folder / "district.xlsx", folder / "data"
    make_register(register, args.rows, args.seed)
    os.environ | {"QIANSHOU_DATA": str(data), "PYTHONPATH": str(HERE.parent / "src")}
    command = [sys.executable, "-m", "qianshou"]
    with context.database(data, migrate=True):
        inner = os.environ | {"PYTHONPATH": str(HERE.parent / "src")}
        for code in ("bench", "given", "peer"):
            subprocess.run([*command, "street", "add", code, f"{code}街道", "--data", str(data)], env=inner, check=True, stdout=subprocess.DEVNULL)
        given = measured([*command, "import", "register", str(GIVEN), "--street", "given", "--data", str(data), "--json"], inner, folder / "given.json")
        runs = []
        for turn in ("first", "second"):
            one = measured([*command, "import", "register", str(register), "--street", "bench", "--data", str(data), "--json"], inner, folder / f"{turn}.json")
            told = json.loads((folder / f"{turn}.json").read_text())
            runs.append(one | {"rows": told["rows"], "counts": told["counts"], "changes": told["changes"], "items": len(told["items"])})
        peer = subprocess.run([sys.executable, "-c", PEER, str(register), str(args.peer_rows)], env=inner, check=True, capture_output=True, text=True)
        peer_seconds = float(peer.stdout.strip().splitlines()[-1])
    per_row, peer_per_row = runs[0]["seconds"] / args.rows, peer_seconds / args.peer_rows
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", "register_mb": round(register.stat().st_size / 2**20, 1),
        "given": given, "first": runs[0], "second": runs[1], "limits": {"seconds": 60, "peak_mb": 600, "given_seconds": 3},
        "peer": {"what": "openpyxl read-only + one ORM insert a row (person and file only)", "rows": args.peer_rows, "seconds": round(peer_seconds, 1)},
        "times_faster_than_peer": round(peer_per_row / per_row, 1),
    }  # fmt: skip


def show(result: dict) -> None:
    """The table."""
    print(f"{'what':34}{'rows':>9}{'seconds':>9}{'peak MB':>9}  changes")
    for name, label in (("given", "given register, whole command"), ("first", "district register, first import"), ("second", "district register, again")):
        one = result[name]
        print(f"{label:34}{one.get('rows', 1032):>9}{one['seconds']:>9}{one['peak_mb']:>9}  {one.get('changes', '')}")
    peer = result["peer"]
    print(f"{'peer: ' + peer['what'][:27]:34}{peer['rows']:>9}{peer['seconds']:>9}")
    print(f"times faster than the peer, a row: {result['times_faster_than_peer']}")


if __name__ == "__main__":
    main()
