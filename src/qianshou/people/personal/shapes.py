"""The shapes of the declaration. Plain values; the register holds them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Case, Value, When


class Kind(StrEnum):
    """What sort of data a column holds. PIPL article 28 calls identity, health and whereabouts sensitive."""

    IDENTITY = "identity"  # who somebody is: name, number, birth
    CONTACT = "contact"  # telephones, who to call
    HEALTH = "health"
    PLACE = "place"  # where somebody lives or was
    LIFE = "life"  # household, habits, talents, wishes
    MONEY = "money"
    WORK = "work"  # of carers and staff
    ACCOUNT = "account"  # sign-in and devices
    WORDS = "words"  # what somebody wrote in words of their own, or cells as they came: anything may be in it


SENSITIVE = frozenset({Kind.IDENTITY, Kind.HEALTH, Kind.PLACE})


class How(StrEnum):
    """What an erasure does with the rows of the person."""

    ROW = "row"  # the row goes
    BLANK = "blank"  # the row stays under the stub, for what it counts; its personal columns are emptied
    OTHERS = "others"  # nobody's or somebody else's row: names in it are blotted out where a person says so


ROW, BLANK, OTHERS = How.ROW, How.BLANK, How.OTHERS

DASH = "—"  # where a table insists on a word


def dash(column: str) -> Case:
    """For `instead`: a dash over whatever stood there, nothing where nothing stood."""
    return Case(When(**{column: "", "then": Value("")}), default=Value(DASH))


FindRows = Callable[[Sequence[int]], object]


@dataclass(frozen=True)
class Table:
    """One table.

    label      "care.Visit"
    record     class of record (pack, retention.toml): purpose, who sees it, how long it is kept
    how        what an erasure does with the person's rows
    of         ways of the ORM from a row to the person, "elder visit__elder"; several are alternatives
    personal   kind → columns, "note reason"
    plain      text columns that hold no personal data: codes, hashes, counts
    unlink     keys to the person in rows of others, let go by an erasure
    instead    what is written where emptiness will not do (a unique name); a callable is given the row's key
    rows       where no key leads to the person: ids → the rows
    log        the word by which the log of acts names such a row
    by         the room's own operation, where its rows may not simply be updated: rows → how many changed
    blot       likewise, to take names out of a row that is somebody else's: key of the row, names → how many changed
    claim      the key to the person in rows that may be theirs without saying so: a mention that somebody confirms makes the row theirs
    """

    label: str
    record: str
    how: How
    of: str = ""
    personal: Mapping[str, str] = field(default_factory=dict)
    plain: str = ""
    unlink: str = ""
    instead: Mapping[str, object] = field(default_factory=dict)
    rows: FindRows | None = None
    log: str = ""
    by: Callable[[object], int] | None = None
    claim: str = ""
    blot: Callable[[int, Sequence[str]], int] | None = None

    @property
    def kinds(self) -> dict[str, Kind]:
        """Column → what it holds."""
        return {column: Kind(kind) for kind, columns in self.personal.items() for column in columns.split()}

    @property
    def named(self) -> frozenset[str]:
        """Every column somebody has thought about."""
        return frozenset(self.kinds) | frozenset(self.plain.split())


@dataclass(frozen=True)
class Files:
    """Files of the data directory.

    name     "volumes": the folder below the data directory
    record   class of record, as for a table
    how      in words of the register of purposes: what an erasure does
    find     ids of persons → paths below the data directory that hold anything of them
    let_go   called in the transaction of the erasure with the ids and who asks: rows that name the files are put right, work is asked for
    """

    name: str
    record: str
    how: object
    find: Callable[[Sequence[int]], list[str]]
    let_go: Callable[..., None] | None = None
