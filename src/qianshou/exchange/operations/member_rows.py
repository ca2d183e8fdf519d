"""Rows of a members' list into the association: who is known is linked, who is new is written down, who is unclear waits for an answer.

A list only adds: a membership, a group, an office. What stands already stays; the same list again changes nothing.
"""

from collections.abc import Mapping as Answers
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qianshou.association.models import Group, GroupMember, Member
from qianshou.association.operations import members
from qianshou.care.operations.errors import Refused
from qianshou.kernel.copying import json_text
from qianshou.people import vault
from qianshou.people.models import Person, Place
from qianshou.people.operations.humans import register_human

from ..columns.mapping import Mapping
from ..queries.known_people import known_by_name
from ..register.judge import Judged
from ..results import RowResult
from ..tables.members import MemberRow
from ..tables.same_person import Known, Match, match
from .member_offices import give_office
from .small_tables import RowWriter

NEW, LEAVE = "new", "leave"  # answers beside a person's id


class MemberWriter(RowWriter):
    """`answers`: by row number (text) what an officer said of an unclear row: a person's id (text), "new" or "leave"."""

    def __init__(self, *, street_id: int, mapping: Mapping, now: datetime, today: date, answers: Answers[str, str], by_id: int | None) -> None:
        super().__init__(street_id=street_id, mapping=mapping, now=now)
        self._today, self._answers, self._by = today, answers, by_id
        self._taken: dict[int, int] = {}  # person → the row that is hers
        self._known: dict[str, list[Known]] = {}

    def write(self, chunk: Sequence[Judged]) -> list[RowResult]:
        """As every writer; people are looked up once for the chunk, so that two rows of one name that are both new stay two."""
        names = {one.person.name for one in chunk if one.person is not None}
        self._known |= known_by_name(street_id=self._street.pk, names=names - self._known.keys())
        return super().write(chunk)

    def _apply(self, judged: Judged, entry: MemberRow, result: RowResult) -> None:
        result.elder = entry.name
        understood: dict[str, object] = {"name": entry.name, "notes": list(entry.notes), "told": []}
        if judged.twin is None:
            self._settle(judged, entry, result, understood)
        result.understood = json_text(understood)

    def _settle(self, judged: Judged, entry: MemberRow, result: RowResult, understood: dict) -> None:
        found = self._match(entry)
        doubtful = found.kind == "unclear" or (found.kind == "new" and bool(judged.reasons))  # a second row of one name, and nothing tells the two apart
        if doubtful:
            understood["who"] = list(found.people)
            found = self._answered(judged.row, found)
        if found is None:
            reason = {"code": "who_is_it", "params": {"count": len(understood["who"])}} if understood["who"] else None
            result.outcome, result.reasons = "review", [*result.reasons, *([reason] if reason else [])]
            return
        if found.kind == "unclear":
            understood["told"].append({"code": "left_out", "params": {}})
            return
        result.reasons = []
        person_id = found.people[0] if found.people else None
        if person_id in self._taken:
            result.outcome, result.reasons = "review", [{"code": "member_twice", "params": {"row": self._taken[person_id]}}]
            return
        try:
            with transaction.atomic():
                self._bring_in(entry, person_id, result, understood["told"])
        except Refused as refusal:
            result.outcome, result.reasons, result.change, result.person_id = "reject", [{"code": refusal.code, "params": refusal.params}], "", None
            return
        if result.person_id is not None:
            self._taken[result.person_id] = judged.row

    def _match(self, entry: MemberRow) -> Match:
        phone = vault.blind(entry.phone) if entry.phone else b""
        number = vault.blind(entry.id_number) if entry.id_number else b""
        return match(entry, self._known.get(entry.name, []), phone=phone, id_number=number)

    def _answered(self, row: int, found: Match) -> Match | None:
        """What an officer said of a doubtful row: somebody, somebody new, or (still "unclear") to be left out. None when nobody said anything yet."""
        answer = self._answers.get(str(row), "")
        if answer in (NEW, LEAVE):
            return Match("new" if answer == NEW else "unclear")
        return Match("same", (int(answer),)) if answer.isdigit() and int(answer) in found.people else None

    def _bring_in(self, entry: MemberRow, person_id: int | None, result: RowResult, told: list[dict]) -> None:
        """Membership, groups and office of one row; what cannot be added is told, what forbids the row raises Refused."""
        by = {"now": self._now, "by_id": self._by}
        if person_id is None:
            person_id = self._new_person(entry).pk
            told.append({"code": "person_new", "params": {}})
        else:
            told.append({"code": "person_linked", "params": {}})
        held = Member.objects.filter(person_id=person_id, left__isnull=True).first()
        member = held or self._join(entry, person_id)
        result.person_id = person_id
        if held and entry.card and entry.card != held.card:
            told.append({"code": "card_kept", "params": {"card": held.card}})
        added = False
        groups = []
        for name in entry.groups:
            if not Group.objects.filter(street=self._street, name=name).exists():
                told.append({"code": "group_new", "params": {"word": name}})
            group = members.found_group(street_id=self._street.pk, name=name, **by)
            groups.append(group)
            if not GroupMember.objects.filter(group=group, member=member, until__isnull=True).exists():
                members.enter_group(group_id=group.pk, member_id=member.pk, since=max(member.joined, entry.since or member.joined), **by)
                added = True
        if entry.office:
            since = max(member.joined, entry.office_since or entry.since or self._today)
            gained, reason = give_office(street=self._street, member=member, word=entry.office, groups=groups, since=since, **by)
            added = added or gained
            if reason:
                result.outcome, result.reasons = "review", [reason]
        result.change = "created" if held is None else "updated" if added else "unchanged"

    def _join(self, entry: MemberRow, person_id: int) -> Member:
        """A membership; Refused for a card that somebody has, and for one who left after the day on which the list says she joined."""
        before = Member.objects.filter(person_id=person_id, left__gte=entry.since or self._today).order_by("-left").first()
        if before is not None:
            raise Refused("member_left", day=before.left.isoformat())
        if entry.card and (holder := Member.objects.filter(street=self._street, card=entry.card).select_related("person").first()):
            raise Refused("card_taken", card=entry.card, name=holder.person.name)
        return members.join(person_id=person_id, joined=entry.since or self._today, card=entry.card, now=self._now, by_id=self._by)

    def _new_person(self, entry: MemberRow) -> Person:
        """As a member is written down by hand, with what else the list says of her; a lane that the street does not have is not made by it."""
        place = Place.objects.filter(street=self._street, name=entry.lane).first() if entry.lane else None
        values: dict[str, object] = {"sex": entry.sex}
        if entry.birth and not entry.birth.short_year and not entry.birth.lunar:
            values |= {
                "birth_date": date(entry.birth.year, entry.birth.month or 1, entry.birth.day or 1),
                "birth_precision": "day" if entry.birth.day else "month" if entry.birth.month else "year",
            }
        if place is not None:
            values |= {"place_id": place.pk, "committee_id": place.committee_id, "door": entry.door}
        return register_human(street_id=self._street.pk, name=entry.name, now=self._now, values=values, phone=entry.phone)
