"""The office that a members' list gives somebody: a word of the pack, a free seat, once."""

from collections.abc import Sequence
from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.association.models import Group, Member, OfficeTerm
from qianshou.association.operations.offices import elect
from qianshou.association.queries.pack import rules_of
from qianshou.care.operations.errors import Refused


def give_office(
    *, street: Street, member: Member, word: str, groups: Sequence[Group], since: date, now: datetime, by_id: int | None
) -> tuple[bool, dict | None]:
    """Whether she holds an office now that she did not hold, and what keeps her from it ({"code", "params"}).

    `groups`: those of her row; an office of a group needs exactly one. A term that ended stays ended.
    """
    rule = next((one for one in rules_of(street, since, "office").values() if word in (one.zh, one.en, one.code)), None)
    if rule is None:
        return False, {"code": "office_unknown", "params": {"word": word}}
    group = groups[0] if rule.of == "group" and len(groups) == 1 else None
    if rule.of == "group" and group is None:
        return False, {"code": "office_of_group", "params": {"word": word}}
    hers = OfficeTerm.objects.filter(member=member, seat__office=rule.code, seat__group=group, taken_back_at__isnull=True)
    if hers.filter(until__isnull=True).exists() or hers.filter(since=since).exists():
        return False, None
    for seat in range(1, rule.number + 1):
        try:
            elect(street_id=street.pk, office=rule.code, member_id=member.pk, since=since, seat=seat, group_id=group.pk if group else None, now=now, by_id=by_id)
        except Refused as refusal:
            if refusal.code != "held":
                raise
        else:
            return True, None
    return False, {"code": "office_held", "params": {"word": word}}
