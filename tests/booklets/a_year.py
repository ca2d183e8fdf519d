"""2026 of the cast, of which one month was lived: closed, appraised, credited, honoured; and the ten best were elected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_month, bind_waiting, bind_year, bind_year_waiting
from qianshou.care.operations.credits import credit_days
from qianshou.merit.models import Honour
from qianshou.merit.operations.closing import close_month, sign_month
from qianshou.merit.operations.election_closing import publish_result
from qianshou.merit.operations.honours import confirm_honour
from tests.booklets.november import AFTER, MONTH
from tests.cast import Cast
from tests.elections import year as elections
from tests.merit import street as appraising

YEAR = date(2026, 1, 1)
NEW_YEAR = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai


def end_november(cast: Cast) -> None:
    """Tan's points, her appraisal closed; everybody's attendance signed and closed, on the first of December."""
    appraising.month_of(cast, cast.tan, cast.shen, first=MONTH)
    credit_days(carer_id=cast.tan.pk, days=[MONTH + timedelta(days=n) for n in range(30)], now=AFTER)
    appraising.closed(cast, appraising.opened(cast, now=AFTER, month=MONTH)[cast.tan.pk], now=AFTER)
    by = {"street_id": cast.street.pk, "month": MONTH, "now": AFTER, "by_id": cast.officer.pk}
    sign_month(**by, left_open_why="照实")
    close_month(**by)


def praise(cast: Cast) -> Honour:
    """Tan is honoured, and elected with others."""
    row = Honour.objects.create(street=cast.street, carer=cast.tan, code="points_1000", kind="points", threshold=1000, evidence={}, pack="p", proposed_at=AFTER, state="approved",
                                decided_by=cast.officer, decided_at=AFTER, reason="全年无投诉")  # fmt: skip
    second = elections.second_officer(cast)
    confirm_honour(honour_id=row.pk, given_on=date(2026, 12, 20), now=NEW_YEAR, by_id=second.pk)
    election = elections.opened(cast)
    elections.vote(election, next(iter(elections.codes(cast, election).values())), elections.number_of(election, cast.tan))
    elections.score(cast, election)
    elections.close(cast, election, second)
    publish_result(election_id=election.pk, now=elections.AFTER, by_id=cast.officer.pk)
    row.refresh_from_db()
    return row


def bind_the_month(cast: Cast, now: datetime = NEW_YEAR) -> None:
    """November, by its job."""
    bind_month(street_id=cast.street.pk, month=MONTH, by_id=cast.officer.pk, now=now)
    bind_waiting(street_id=cast.street.pk, month=MONTH, language="zh-hans", now=now)


def bind(cast: Cast, now: datetime = NEW_YEAR, language: str = "zh-hans") -> dict[str, Volume]:
    """The year by its job: the carers' volume, and by committee those of the elders."""
    asked = {"street_id": cast.street.pk, "year": YEAR, "now": now, "language": language}
    bind_year(**asked, by_id=cast.officer.pk)
    bind_year_waiting(**asked)
    rows = Volume.objects.filter(month=YEAR, kind__in=("carer_year", "elder_year"), language=language).select_related("committee", "street")
    return {row.committee.name if row.committee else "carers": row for row in rows}
