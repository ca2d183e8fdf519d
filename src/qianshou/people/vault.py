"""The one door to ID numbers and telephones: sealed on the way in, opened on the way out, searched by blind index.

Nothing else in the house touches `id_sealed`, `sealed` or `blind` columns' contents, but the import, whose rows come sealed with the
same key (`exchange.register.prepare`): a process without a database makes them.
"""

from collections.abc import Iterable

from qianshou.access.keys import sealer, unseal
from qianshou.kernel.sealing import Sealed, Sealer, SealingError

from .models import Contact, Person, PersonKey, Phone, SpareKey


def seal(text: str) -> Sealed:
    """Seal an ID number or telephone in its normal form (digits; X upper case)."""
    return sealer().seal_and_index(text)


def seal_many(texts: Iterable[str]) -> list[Sealed]:
    """Seal many."""
    tool = sealer()
    return [tool.seal_and_index(text) for text in texts]


def blind(text: str) -> bytes:
    """What to look for in a blind column."""
    return sealer().blind(text)


def id_number(person: Person) -> str:
    """The ID number of a person, or ''."""
    return sealer().open(person.id_sealed)


def masked_id_number(person: Person) -> str:
    """The ID number with the eight digits of the birth date and the sequence hidden: 310110********3856."""
    plain = id_number(person)
    return f"{plain[:6]}{'*' * 8}{plain[14:]}" if len(plain) == 18 else ("*" * len(plain))


def phone(row: Phone | Contact | SpareKey) -> str:
    """The telephone number of a row, or ''."""
    return sealer().open(row.sealed)


def sealer_of(key: PersonKey) -> Sealer:
    """What seals and opens with one person's own key (`people.operations.key_of`). SealingError when it was destroyed."""
    if key.destroyed_at or not key.sealed:
        raise SealingError("the key of this person was destroyed")
    return Sealer(bytes.fromhex(unseal(key.sealed)))
