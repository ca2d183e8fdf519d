"""Holes in the net: a key elder must have a first helper and a backup who are both there on the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Cover(StrEnum):
    """How a key elder is held on a day. Everything but FULL is a hole."""

    FULL = "full"
    PRIMARY_ONLY = "primary_only"
    BACKUP_ONLY = "backup_only"
    NONE = "none"


# The worst first: nobody at all, then no first helper, then no backup.
ORDER = (Cover.NONE, Cover.BACKUP_ONLY, Cover.PRIMARY_ONLY, Cover.FULL)


@dataclass(frozen=True, slots=True)
class LinkFact:
    """A link that holds on the day looked at."""

    elder_id: int
    carer_id: int
    rank: str  # "primary" | "backup"
    link_id: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """How one key elder is held. `absent` are linked carers who are away that day, so a hole may close by itself."""

    elder_id: int
    cover: Cover
    primary_id: int | None = None
    backup_id: int | None = None
    absent: tuple[int, ...] = ()

    @property
    def is_hole(self) -> bool:
        return self.cover != Cover.FULL

    @property
    def lacks(self) -> tuple[str, ...]:
        """The ranks for which nobody is linked, whether or not the linked are there: what a new link can fill."""
        return tuple(rank for rank, carer in (("primary", self.primary_id), ("backup", self.backup_id)) if carer is None)


def hold(elder_ids: Iterable[int], links: Iterable[LinkFact], away: frozenset[int]) -> list[Held]:
    """How each key elder is held, in the order given. `away`: carers who are absent or have left."""
    linked: dict[int, dict[str, int]] = {}
    for link in links:
        linked.setdefault(link.elder_id, {})[link.rank] = link.carer_id
    return [_hold_one(elder, linked.get(elder, {}), away) for elder in elder_ids]


def _hold_one(elder_id: int, linked: dict[str, int], away: frozenset[int]) -> Held:
    primary, backup = linked.get("primary"), linked.get("backup")
    has_primary = primary is not None and primary not in away
    has_backup = backup is not None and backup not in away
    cover = {(True, True): Cover.FULL, (True, False): Cover.PRIMARY_ONLY, (False, True): Cover.BACKUP_ONLY, (False, False): Cover.NONE}
    absent = tuple(carer for carer in (primary, backup) if carer is not None and carer in away)
    return Held(elder_id, cover[has_primary, has_backup], primary, backup, absent)
