"""An idea is brought, discussed, decided by the street, withdrawn. Each move is one conditional change of its state and one entry of its thread."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from qianshou.access.operations import log
from qianshou.access.queries import ladder_of_roles
from qianshou.care.operations import occasions
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.watch import operations as watch
from qianshou.watch.rules import NewDue

from ..models import Idea, IdeaDecision, IdeaEntry, Member
from ..queries.pack import rules_of
from ..rules.activities import MOST_FEN
from ..rules.ideas import DECIDES, STEPS, after, due_on

KIND = "idea"
BY = time(17)  # while the office is there, not at midnight


@transaction.atomic
def bring_idea(
    *, street_id: int, title: str, text: str = "", source: str = Idea.Source.OFFICE, member_id: int | None = None, who: str = "", meeting_id: int | None = None,
    now: datetime, by_id: int,
) -> Idea:  # fmt: skip
    """Write down an idea, at the desk or at a meeting. Refused "title", "source", "member" for one who is no member of this street."""
    if not title.strip():
        raise Refused("title")
    if source not in Idea.Source.values:
        raise Refused("source")
    if member_id and not Member.objects.filter(pk=member_id, street_id=street_id).exists():
        raise Refused("member")
    row = Idea.objects.create(
        street_id=street_id, title=title.strip()[:80], text=text.strip()[:1000], source=source, member_id=member_id, who=who.strip()[:60], state_since=now,
        made_at=now, made_by_id=by_id,
    )  # fmt: skip
    IdeaEntry.objects.create(idea=row, act="bring", after=row.state, meeting_id=meeting_id, at=now, by_id=by_id)
    log(act="idea.brought", now=now, by_id=by_id, street_id=street_id, target="idea", target_id=row.pk)
    return row


def held(idea_id: int) -> Idea:
    """The idea, locked to the end of the transaction."""
    return Idea.objects.select_for_update(of=("self",)).select_related("street").get(pk=idea_id)


def move(row: Idea, act: str, *, note: str = "", meeting_id: int | None = None, vote_id: int | None = None, now: datetime, by_id: int | None) -> Idea:
    """Do an act of `rules.ideas.MOVES` on a locked idea: its state, its thread, what the watch is owed. Refused "state" where it may not be done now."""
    to = after(row.state, act)
    if to is None:
        raise Refused("state")
    return _set(row, act, to, note=note, meeting_id=meeting_id, vote_id=vote_id, now=now, by_id=by_id)


def _set(row: Idea, act: str, to: str, *, note: str, meeting_id: int | None = None, vote_id: int | None = None, now: datetime, by_id: int | None) -> Idea:
    was = row.state
    entry = IdeaEntry.objects.create(
        idea=row, act=act, before=was, after=to, note=note.strip()[:1000], meeting_id=meeting_id, vote_id=vote_id, at=now, by_id=by_id
    )
    if to != was:
        settle_step(row, act, now=now, by_id=by_id)
        key, by_day = _owe(row, to, entry.pk, now)
        before = was if to == "withdrawn" else ""
        if not Idea.objects.filter(pk=row.pk, state=was).update(state=to, state_since=now, before=before, due_key=key, due_on=by_day):
            raise Refused("state")
        row.state, row.state_since, row.before, row.due_key, row.due_on = to, now, before, key, by_day
    log(act=f"idea.{act}", now=now, by_id=by_id, street_id=row.street_id, target="idea", target_id=row.pk)
    return row


def settle_step(row: Idea, act: str, *, now: datetime, by_id: int | None) -> None:
    """What was owed is met by the act; by a withdrawal it is excused."""
    if not row.due_key:
        return
    if act in ("withdraw", "unpropose") and by_id:
        watch.cancel(street_id=row.street_id, keys=[row.due_key], by_id=by_id, reason=act, now=now)
    else:
        watch.meet(street_id=row.street_id, key=row.due_key, made_at=now, received_at=now, grade="desk", evidence={"act": act}, by_id=by_id)


def _owe(row: Idea, state: str, entry_id: int, now: datetime) -> tuple[str, date | None]:
    """Owe the next step where the pack gives it days. Returns its key and the day, or nothing."""
    today = clock.local_date(now)
    step = rules_of(row.street, today, "step").get(STEPS.get(state, ""))
    if step is None:
        return "", None
    key, day = f"idea:{row.pk}:{entry_id}", due_on(today, step.number)
    due = NewDue(
        street_id=row.street_id, key=key, kind=KIND, person_id=None, title={"code": f"idea_{step.code}", "params": {"title": row.title}}, opens_at=now,
        by_at=max(clock.at(day, BY), now + timedelta(hours=1)), ladder=ladder_of_roles(street_id=row.street_id, roles=step.roles, on=today), ref={"idea": row.pk},
    )  # fmt: skip
    watch.owe_many(dues=[due], now=now)
    return key, day


@transaction.atomic
def discuss(*, idea_id: int, note: str, meeting_id: int | None = None, now: datetime, by_id: int) -> Idea:
    """It was talked about: what was said. Refused "words" without any, "state"."""
    if not note.strip():
        raise Refused("words")
    return move(held(idea_id), "discuss", note=note, meeting_id=meeting_id, now=now, by_id=by_id)


@transaction.atomic
def remark(*, idea_id: int, note: str, now: datetime, by_id: int) -> Idea:
    """A line in the thread that moves nothing. Refused "words" without any."""
    if not note.strip():
        raise Refused("words")
    return move(held(idea_id), "note", note=note, now=now, by_id=by_id)


@transaction.atomic
def decide(*, idea_id: int, outcome: str, reason: str, street_fen: int = 0, now: datetime, by_id: int) -> IdeaDecision:
    """The street says yes (and up to how much it pays), sends it back, or says no; always with a reason. Refused "reason", "outcome", "fen", "state"."""
    row = held(idea_id)
    if outcome not in DECIDES:
        raise Refused("outcome")
    if not reason.strip():
        raise Refused("reason")
    if not 0 <= street_fen <= MOST_FEN:
        raise Refused("fen")
    move(row, DECIDES[outcome], note=reason, now=now, by_id=by_id)
    return IdeaDecision.objects.create(
        idea=row, outcome=outcome, reason=reason.strip()[:500], street_fen=street_fen if outcome == "approved" else 0, decided_on=clock.local_date(now), at=now,
        by_id=by_id,
    )  # fmt: skip


@transaction.atomic
def take_up(*, idea_id: int, reason: str, now: datetime, by_id: int) -> Idea:
    """What was not approved is brought before the members again. Refused "reason", "state"."""
    if not reason.strip():
        raise Refused("reason")
    return move(held(idea_id), "take_up", note=reason, now=now, by_id=by_id)


@transaction.atomic
def withdraw(*, idea_id: int, reason: str, now: datetime, by_id: int) -> Idea:
    """Nothing comes of it. It stays to be seen, with its whole thread; an occasion that was open is called off. Refused "reason", "state"."""
    if not reason.strip():
        raise Refused("reason")
    row = move(held(idea_id), "withdraw", note=reason, now=now, by_id=by_id)
    occasion = _occasion(row)
    if occasion is not None and not occasion.over:
        occasions.call_off(occasion_id=occasion.pk, reason=reason, now=now, by_id=by_id)
    return row


@transaction.atomic
def resume(*, idea_id: int, now: datetime, by_id: int) -> Idea:
    """Withdrawing it was a mistake: it stands where it stood, its occasion is open again. Refused "state" when it is not withdrawn."""
    row = held(idea_id)
    if row.state != "withdrawn":
        raise Refused("state")
    row = _set(row, "resume", row.before, note="", now=now, by_id=by_id)
    occasion = _occasion(row)
    if row.state == "open" and occasion is not None and occasion.cancelled_at:
        occasions.reopen(occasion_id=occasion.pk, now=now, by_id=by_id)
    return row


def _occasion(row: Idea):
    activity = getattr(row, "activity", None)
    return activity.occasion if activity else None
