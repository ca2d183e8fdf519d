"""A version of the place's own of a pack's file: kept from a day on, or withdrawn before its day comes."""

from datetime import date, datetime

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.packs import site


def keep_pack_version(*, name: str, kind: str, text: str, holds_from: date, now: datetime, by_id: int) -> str:
    """As `packs.site.keep_version`; every street with this pack follows it from that day on. Returns the file's name."""
    file = site.keep_version(name=name, kind=kind, text=text, holds_from=holds_from, today=clock.local_date(now), now=now)
    log(act="pack.version", now=now, by_id=by_id, target="pack", target_id=f"{name}/{file}", kind=kind)
    return file


def withdraw_pack_version(*, name: str, file: str, now: datetime, by_id: int) -> None:
    """As `packs.site.withdraw_version`."""
    site.withdraw_version(name=name, file=file, today=clock.local_date(now), now=now)
    log(act="pack.withdrawn", now=now, by_id=by_id, target="pack", target_id=f"{name}/{file}")
