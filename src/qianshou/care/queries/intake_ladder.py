"""Who is told when a step of an intake does not come: whoever answers for it, then the roles of the pack's step."""

from datetime import date

from qianshou.access.models import RoleAssignment, User
from qianshou.access.queries import holding, ladder_of_roles
from qianshou.packs.loader import load

from ..models import IntakeCase

USUAL = ("street_officer", "duty_desk")


def ladder_of_case(case: IntakeCase, *, on: date) -> list[int]:
    """User ids, the first to be told first: the visitor (while the visit is waited for), the person responsible, the step's roles in turn."""
    step = load(case.street.pack).intake_steps.get("decide" if case.state == "deferred" else case.state)
    own = [pk for pk in (case.visitor_id if case.state == "assess" else None, case.responsible_id) if pk]
    active = set(User.objects.filter(pk__in=own, is_active=True).values_list("pk", flat=True))
    rungs = [pk for pk in own if pk in active]
    for role in step.roles if step else USUAL:
        rungs += _of_committee(case, on) if role == "committee_worker" else ladder_of_roles(street_id=case.street_id, roles=[role], on=on)
    return list(dict.fromkeys(rungs))


def _of_committee(case: IntakeCase, on: date) -> list[int]:
    """Those of the person's own committee, not of the street's others."""
    held = RoleAssignment.objects.filter(holding(on), committee_id=case.person.committee_id, role="committee_worker", user__is_active=True)
    return list(held.order_by("user_id").values_list("user_id", flat=True)) if case.person.committee_id else []
