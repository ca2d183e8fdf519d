"""What a pack says of the association: its offices, the quorum, kinds of activity, by when each step of an idea is owed."""

from dataclasses import dataclass

from .named import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationRule(Named):
    """One line of association.toml.

    kind    "office": `number` seats, of the association or (`of` "group") of each group
            "quorum": `number` in a hundred of the members must be present for a vote
            "activity": a kind of activity
            "step": of an idea, owed within `number` days by the first of `roles` (codes decide, plan, open, report)
    """

    kind: str
    number: int = 0
    of: str = "association"
    roles: tuple[str, ...] = ()
