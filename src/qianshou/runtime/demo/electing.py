"""The demo's ten best: last year's with its published result, this year's with the vote open and half of the street having voted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db.models import Q

from qianshou.access.models import Street, User
from qianshou.care.models import Carer
from qianshou.kernel import clock
from qianshou.merit.models import Candidate, Election, ElectionVoter
from qianshou.merit.operations import election_closing, election_desk, election_opening, election_vote
from qianshou.merit.operations.election_desk import Announcement
from qianshou.merit.queries.election import seats_of
from qianshou.merit.queries.election_facts import facts_of, findings_of
from qianshou.merit.queries.election_rules import category_for

STANDING, PLACES = {"carers": 8, "aides": 3, "volunteers": 5}, {"carers": 4, "aides": 2, "volunteers": 3}
REASONS = ("随叫随到，风雨无阻", "对老人像对自己的父母", "心细，老人哪里不舒服她先看出来", "最脏最累的活抢着做", "会陪老人说话，老人天天盼她来")
CITATIONS = ("一声问候，一双暖手，把牵挂送到每扇门后。", "石库门里的脚步声，是老人最安心的钟点。", "她记得每位老人的口味、药名和心事。")
JURY = ("区老龄办 瞿科长", "街道 王敏", "老年协会 裘惠芬")
HERE = "192.0.2.1"


def elect(*, street: Street, officer: User, second: User, now: datetime, rng: Random) -> dict[str, int]:
    """Both elections. Once."""
    if Election.objects.filter(street=street).exists():
        return {"elections": 0}
    today = clock.local_date(now)
    past = clock.at(date(today.year - 1, 12, 1), time(9))
    made = [_held(street, officer, now=past, share=0.8, rng=rng), _held(street, officer, now=now, share=0.5, rng=rng)]
    closed = past + timedelta(days=10)
    election_closing.ask_to_close(election_id=made[0].pk, now=closed, by_id=officer.pk)
    election_closing.close_vote(election_id=made[0].pk, now=closed, by_id=second.pk)
    election_closing.publish_result(election_id=made[0].pk, now=closed + timedelta(days=1), by_id=officer.pk)
    return {"elections": 2, "voters": ElectionVoter.objects.filter(election__in=made).count(), "voted": ElectionVoter.objects.filter(election__in=made).exclude(mark="").count()}


def _held(street: Street, officer: User, *, now: datetime, share: float, rng: Random) -> Election:
    """An election whose vote opened two days before `now`; of its voters this share has voted."""
    year, by = clock.local_date(now).year, officer.pk
    opens = clock.day_bounds(clock.local_date(now) - timedelta(days=2))[0]
    announced = opens - timedelta(days=21)
    said = Announcement(
        year=year, title=f"平凉路街道{year}年度十佳评选", nominate_from=announced, nominate_until=opens - timedelta(days=7), vote_from=opens,
        vote_until=opens + timedelta(days=10), places=PLACES, text="谁最让老人放心，请您来选。每位投票人一张投票单，手机扫码就能投，也可以到街道领纸质选票。",
    )  # fmt: skip
    row = election_desk.announce_election(street_id=street.pk, announcement=said, now=announced, by_id=by)
    for candidate in _nominated(row, officer, announced + timedelta(days=2), rng):
        _settled(candidate, officer, opens - timedelta(hours=3), rng)
    for name in JURY:
        election_opening.add_juror(election_id=row.pk, name=name, now=opens, by_id=by)
    row = election_opening.open_vote(election_id=row.pk, now=opens, by_id=by)
    codes = [code for _voter, code in election_opening.print_slips(election_id=row.pk, voter_ids=None, now=opens, by_id=by)]
    rng.shuffle(codes)
    seats = seats_of(row)
    for code in codes[: int(len(codes) * share)]:
        chosen = [n for seat in seats for n in rng.sample(seat.numbers, min(len(seat.numbers), rng.randint(0, seat.choices)))]
        election_vote.cast_vote(election=row, typed=code, chosen=chosen, address=HERE, now=opens + timedelta(days=1))
    numbers = [one["number"] for one in row.opening["candidates"]]
    for juror in row.jurors.order_by("pk")[: 3 if share > 0.7 else 2]:
        election_vote.enter_scores(juror_id=juror.pk, points={n: rng.randint(70, 98) for n in numbers}, now=opens + timedelta(days=1), by_id=by)
    return row


def _nominated(row: Election, officer: User, now: datetime, rng: Random) -> list[Candidate]:
    found: dict[int, Candidate] = {}
    there = Q(joined_on__isnull=True) | Q(joined_on__lt=clock.local_date(now) - timedelta(days=200))
    carers = list(Carer.objects.filter(there, street=row.street, left_on__isnull=True).select_related("person").order_by("number"))
    rng.shuffle(carers)
    left = dict(STANDING)
    for carer in carers:
        category = category_for(row, carer.tier)
        if not left.get(category):
            continue
        left[category] -= 1
        for name in rng.sample(("居委会推荐", "一位老人的女儿", "楼组长", "同组关爱员"), rng.randint(1, 2)):
            made = election_desk.nominate(election_id=row.pk, carer_id=carer.pk, by_name=name, by_self=False, reason=rng.choice(REASONS),
                                          batch=UUID(int=rng.getrandbits(128), version=4), now=now, by_id=officer.pk)  # fmt: skip
            found[carer.pk] = made.candidate
    return list(found.values())


def _settled(candidate: Candidate, officer: User, now: datetime, rng: Random) -> None:
    """What the program cannot know of those years an officer answers; then she stands."""
    by = {"candidate_id": candidate.pk, "now": now, "by_id": officer.pk}
    candidate = Candidate.objects.select_related("election", "carer__person").get(pk=candidate.pk)
    for finding in findings_of(candidate, facts_of(candidate.carer, candidate.election.year, now)):
        if finding.ok is not True:
            why = "查过投诉台账，没有记录" if finding.kind == "by_hand" else "按纸质台账核实，符合条件"
            election_desk.decide_check(code=finding.code, ok=True, why=why, **by)
    election_desk.put_on_shortlist(agreed=True, citation=rng.choice(CITATIONS), **by)


def fresh_code(*, now: datetime) -> tuple[str, str] | None:
    """The page of the vote that is open, and a new code of somebody who has not voted: those of the last start are kept nowhere."""
    row = Election.objects.filter(state=Election.State.VOTING, vote_until__gt=now).order_by("pk").first()
    voter = ElectionVoter.objects.filter(election=row, mark="").order_by("number").first() if row else None
    if voter is None:
        return None
    [(_voter, code)] = election_opening.print_slips(election_id=row.pk, voter_ids=[voter.pk], now=now, by_id=row.opened_by_id)
    return row.slug, code
