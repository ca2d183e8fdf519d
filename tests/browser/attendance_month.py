"""October closed with a word heard afterwards; November with a correction and leave that wait, one that was granted, somebody who stands in,
a night of the aide and half a day of her leave."""

from datetime import date, time, timedelta

from qianshou.care.operations import presence
from qianshou.care.operations.working_days import set_days
from qianshou.kernel import clock
from qianshou.merit.operations.closing import close_month, sign_month
from qianshou.merit.operations.corrections import ask_correction, grant_correction
from qianshou.merit.operations.leave import ask_leave, refuse_leave
from qianshou.merit.operations.standing_in import replace_carer
from tests.booklets.november import tap
from tests.cast import DAY, NOON, Cast

OCTOBER = date(2026, 10, 1)


def keep(cast: Cast) -> None:
    """Write it all."""
    by = {"now": NOON, "by_id": cast.officer.pk}
    for day, out in ((20, 17), (21, 19)):
        tap(cast.tan, "in", clock.at(date(2026, 10, day), time(8, 25)))
        tap(cast.tan, "out", clock.at(date(2026, 10, day), time(out)))
    sign_month(street_id=cast.street.pk, month=OCTOBER, left_open_why="照实", **by)
    close_month(street_id=cast.street.pk, month=OCTOBER, **by)
    tap(cast.tan, "in", clock.at(date(2026, 10, 22), time(8)))
    tap(cast.tan, "in", clock.at(date(2026, 11, 19), time(8)))
    asked = {"carer_id": cast.tan.pk, "came": None, "went": time(17), "text": "手机没电", "made_at": NOON}
    row = ask_correction(**asked, day=date(2026, 11, 19), **by)
    grant_correction(correction_id=row.pk, came=None, went=time(17), instead=False, answer="属实", **by)
    ask_correction(**asked, day=date(2026, 11, 20), **by)
    leave = {"kind": "sick", "made_at": NOON, "reason": "膝盖疼，去拍片子"}
    gone = ask_leave(carer_id=cast.feng.pk, **leave, first_day=DAY + timedelta(days=9), last_day=DAY + timedelta(days=9), until_noon=True, **by)
    refuse_leave(leave_id=gone.pk, answer="那天要开会，换一天", **by)
    ask_leave(carer_id=cast.tan.pk, **leave, first_day=DAY, last_day=DAY + timedelta(days=1), **by)
    replace_carer(carer_id=cast.tan.pk, by_carer_id=cast.feng.pk, first_day=DAY, last_day=DAY, note="", **by)
    week = [(weekday, time(8), time(17)) for weekday in range(1, 6)] + [(6, time(20), time(6))]
    presence.set_shifts(carer_id=cast.aide.pk, week=week, since=date(2026, 11, 17), break_minutes=60, **by)
    tap(cast.aide, "in", clock.at(date(2026, 11, 21), time(20)))
    tap(cast.aide, "out", clock.at(date(2026, 11, 22), time(6, 5)))
    presence.add_absence(carer_id=cast.aide.pk, kind="personal", first_day=date(2026, 11, 20), last_day=date(2026, 11, 20), until_noon=True, **by)
    set_days(street_id=cast.street.pk, first=date(2027, 1, 1), last=date(2027, 1, 2), kind="rest", name="", source="街道通知", **by)
