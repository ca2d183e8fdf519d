"""The command `qianshou booklets`: bind a month or a year from the shell, now or by the worker."""

import argparse
import json
from datetime import date, datetime

from django.conf import settings

from qianshou.access.models import Street
from qianshou.kernel import clock

from .models import Volume
from .operations import bind_month, bind_waiting, bind_year, bind_year_waiting
from .operations.months import NothingToBind


def month_argument(text: str) -> date:
    """A month as YYYY-MM."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month like 2026-11") from None


def year_argument(text: str) -> date:
    """A year as YYYY."""
    if len(text) != 4 or not text.isdecimal() or text < "1900":
        raise argparse.ArgumentTypeError(f"{text!r} is not a year like 2026")
    return date(int(text), 1, 1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which month or year, which street, which language, and whether to wait."""
    span = parser.add_mutually_exclusive_group(required=True)
    span.add_argument("--month", type=month_argument, metavar="YYYY-MM", help="the month to bind")
    span.add_argument("--year", type=year_argument, metavar="YYYY", help="the year to bind: it names the volumes of its months, so bind those first")
    parser.add_argument("--street", metavar="CODE", help="one street (default: all)")
    parser.add_argument("--language", choices=("zh-hans", "en"), default="zh-hans", help="language of the printed labels (default zh-hans)")
    parser.add_argument("--wait", action="store_true", help="bind here and now instead of leaving it to the worker")


def handle(args: argparse.Namespace) -> int:
    """Ask for the volumes (and with --wait bind them), and name the files. 1 when one of them failed or there was nothing to bind."""
    now, code = clock.now(), 0
    streets = Street.objects.filter(code=args.street) if args.street else Street.objects.order_by("code")
    if not streets:
        print(f"No street has the code {args.street!r}.")
        return 1
    ids: list[int] = []
    for street in streets:
        try:
            ids += ask(street.pk, args, now)
        except NothingToBind:
            print(f"{street.code}: nothing to bind in {args.year or args.month:{'%Y' if args.year else '%Y-%m'}}.")
            code = 1
            continue
        if args.wait and args.year:
            bind_year_waiting(street_id=street.pk, year=args.year, language=args.language, now=now)
        elif args.wait:
            bind_waiting(street_id=street.pk, month=args.month, language=args.language, now=now)
    return report(ids, as_json=getattr(args, "json", False), waited=args.wait) or code


def ask(street_id: int, args: argparse.Namespace, now: datetime) -> list[int]:
    """Ask for the volumes of the month or the year. Raises NothingToBind."""
    if args.year:
        return bind_year(street_id=street_id, year=args.year, by_id=None, now=now, language=args.language)
    return bind_month(street_id=street_id, month=args.month, by_id=None, now=now, language=args.language)


def report(ids: list[int], *, as_json: bool, waited: bool) -> int:
    """Print one line (or one JSON object) a volume; 1 when one failed."""
    rows = list(Volume.objects.filter(pk__in=ids).select_related("street", "committee"))
    values = [
        {"street": row.street.code, "kind": row.kind, "committee": row.committee.name if row.committee_id else None, "state": row.state,
         "forms": row.total, "pages": row.pages, "file": str(settings.DATA_DIR / row.path) if row.path else None, "sha256": row.sha256 or None}
        for row in rows
    ]  # fmt: skip
    if as_json:
        print(json.dumps(values, ensure_ascii=False))
        return int(waited and any(row.state != Volume.State.BOUND for row in rows))
    for value in values:
        print(
            f"{value['street']} {value['kind']:<10} {value['committee'] or '-'}: {value['state']}, {value['pages']} pages {value['file'] or ''}"
        )
    return int(waited and any(row.state != Volume.State.BOUND for row in rows))
