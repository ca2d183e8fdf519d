"""A volume of 1,000 monthly forms: read from the database, set, kept. Beside it WeasyPrint sets the same forms (fewer: it is slower).

python benchmarks/bind_month.py [--forms 1000] [--peer-forms 20]
"""

import argparse
import html
import json
import os
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
MONTH, NOW = date(2026, 11, 1), datetime(2026, 12, 1, 2, tzinfo=UTC)
RARE = ["䶮", "㛃", "𬭩"]
TARGET_SECONDS = 20


def fill(forms: int):
    """A street with one committee of `forms` elders; each with 30 dues, two notes, and each tenth with a missed visit."""
    from tests import cast

    from qianshou.care.models import Link, Visit, VisitEvent
    from qianshou.kernel import clock
    from qianshou.people.models import ElderFile, Person
    from qianshou.watch.models import Alert, Due

    street, committee, tan = (made := cast.make(NOW)).street, made.huaide, made.tan
    common = {"street": street, "committee": committee}
    people = Person.objects.bulk_create([
        Person(**common, name=f"沈{RARE[n % 3]}{chr(0x4E00 + n)}", name_key=f"shen{n:05d}", sex="f", birth_date=date(1938, 3, 5), birth_precision="day",
               place=made.lane, door=f"{n}号", created_at=NOW, updated_at=NOW) for n in range(forms)])  # fmt: skip
    ElderFile.objects.bulk_create([ElderFile(person=one, street=street, living="alone", opened_on=MONTH, updated_at=NOW) for one in people])
    Link.objects.bulk_create([Link(elder=one, carer=tan, street=street, rank="primary", since=MONTH) for one in people])
    days = [MONTH + timedelta(days=n) for n in range(30)]
    visits = Visit.objects.bulk_create([
        Visit(**common, elder=one, service=("talking", "cleaning", "meals")[day.day % 3], day=day, window_start=clock.day_bounds(day)[0],
              window_end=clock.day_bounds(day)[0], minutes=30, state="done", made_at=NOW) for one in people for day in days])  # fmt: skip
    missed = {visit.pk for n, visit in enumerate(visits) if n % 37 == 0}
    dues = Due.objects.bulk_create([
        Due(**common, key=visit.due_key, kind="visit", person=visit.elder, day=visit.day, opens_at=visit.window_start, by_at=visit.window_start,
            late_at=visit.window_start, made_at=NOW, **({"state": "late"} if visit.pk in missed else
            {"state": "met", "met_made_at": visit.window_start, "met_received_at": visit.window_start, "grade": "tap"})) for visit in visits])  # fmt: skip
    Alert.objects.bulk_create([
        Alert(**common, due=due, person=due.person, why="nobody", state="closed", outcome="well", outcome_note="候补入户，老人在邻居家", raised_at=NOW,
              closed_at=NOW) for due in dues if due.state == "late"])  # fmt: skip
    VisitEvent.objects.bulk_create([
        VisitEvent(visit=visit, carer=tan, kind="note", made_at=visit.window_start + timedelta(hours=9),
                   received_at=NOW, grade="tap", note="血压平稳，右膝疼" if n % 30 == 2 else "比上月开朗") for n, visit in enumerate(visits) if n % 15 == 2])  # fmt: skip
    return made


def timed(step, name: str, seconds: dict, results: dict):
    """`step`, which also notes how long it took and what came out."""

    def run(*args):
        start = perf_counter()
        results[name] = step(*args)
        seconds[name] = perf_counter() - start
        return results[name]

    return run


def ours(forms: int) -> tuple[dict, dict]:
    """Seconds of each step, and the data that was set (for the peer)."""
    import django

    from qianshou.kernel.sealing import new_key_file

    data_dir = Path(tempfile.mkdtemp(prefix="qianshou-bench-"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "qianshou.settings",
        "QIANSHOU_DATA": str(data_dir),
        "QIANSHOU_KEY_FILE": str(data_dir / "key"),
    }
    new_key_file(data_dir / "key")
    django.setup()

    from tests import database

    from qianshou.booklets.models import Volume
    from qianshou.booklets.operations import bind_month, bind_volume, binding

    cluster = database.start()
    try:
        database.make(cluster, "bench")
        database.point_at(cluster, "bench")
        street = fill(forms).street
        bind_month(street_id=street.pk, month=MONTH, by_id=None, now=NOW)
        volume = max(Volume.objects.filter(kind="forms"), key=lambda one: one.total)
        seconds, results = {}, {}
        for step in ("content", "volume_pdf"):
            setattr(binding, step, timed(getattr(binding, step), step, seconds, results))
        start = perf_counter()
        assert bind_volume(volume_id=volume.pk, now=NOW)
        seconds["whole"] = perf_counter() - start
        volume.refresh_from_db()
        size = len(results["volume_pdf"]) / 1e6
        return seconds | {"pages": volume.pages, "megabytes": size, "forms": volume.total}, results["content"].data
    finally:
        database.stop(cluster)
        shutil.rmtree(data_dir, ignore_errors=True)


def page_html(form: dict) -> str:
    """The same form as HTML tables, for the peer."""
    rows = "".join(
        "<tr>" + "".join(f"<{'th' if cell['label'] else 'td'} colspan={cell['span']}>{html.escape(cell['text'])}" for cell in line)
        for line in form["head"]
    )
    lines = "".join(
        f"<tr><td>{line['name']}<td>{line['due']}<td>{line['done']}<td>{line['missed']}<td>{html.escape(line['why'])}"
        for line in form["services"]
    )
    marks = "".join(f"<td class={day['s']}>{day['d'] if day['n'] else ''}" for day in form["days"])
    said = "".join(f"<tr><th>{remark['name']}<td>{html.escape(remark['text'])}" for remark in form["remarks"])
    return f"<section><h1>独居老人关爱月表</h1><p>{form['place']} {form['no']}</p><table>{rows}</table><table>{lines}</table><table><tr>{marks}</table><table>{said}</table></section>"


def peer(data: dict, forms: int) -> float:
    """Seconds for each form in WeasyPrint, with the same Chinese face where the machine has it."""
    from weasyprint import HTML

    style = "@page{size:A4;margin:17mm}body{font:11pt 'Noto Serif CJK SC'}section{break-after:page}table{width:100%;border-collapse:collapse}td,th{border:1px solid}"
    pages = "".join(page_html(form) for form in data["forms"][:forms])
    start = perf_counter()
    HTML(string=f"<style>{style}</style>{pages}").write_pdf()
    return (perf_counter() - start) / forms


def main() -> None:
    """Measure, print, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--peer-forms", type=int, default=20)
    args = parser.parse_args()
    seconds, data = ours(args.forms)
    theirs, mine = peer(data, args.peer_forms), seconds["volume_pdf"] / seconds["forms"]
    rows = [
        {"what": f"bind a volume of {seconds['forms']} forms ({seconds['pages']} pages, {seconds['megabytes']:.1f} MB), from the database to the kept file",
         "value": round(seconds["whole"], 2), "unit": "s", "target": f"≤ {TARGET_SECONDS} s"},
        {"what": "of it: read and put together", "value": round(seconds["content"], 2), "unit": "s"},
        {"what": "of it: set by typst, in a process of its own", "value": round(seconds["volume_pdf"], 2), "unit": "s"},
        {"what": "one form set", "value": round(mine * 1000, 2), "unit": "ms", "peer": f"WeasyPrint, {args.peer_forms} forms", "peer_value": round(theirs * 1000, 1),
         "ratio": f"{theirs / mine:.0f} times faster"},
    ]  # fmt: skip
    notes = ["The peer sets the same tables without cover, contents, seal and page references, so it has less to do."]
    result = {"title": "Binding a month", "command": "python benchmarks/bind_month.py", "rows": rows, "notes": notes}
    for row in rows:
        print(f"{row['what']}: {row['value']} {row['unit']}" + (f" (peer {row['peer_value']}, {row['ratio']})" if "peer" in row else ""))
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "bind_month.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    if seconds["whole"] > TARGET_SECONDS:
        sys.exit(f"slower than {TARGET_SECONDS} s")


if __name__ == "__main__":
    main()
