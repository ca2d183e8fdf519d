"""Which instruments a street has: those of its pack, and its own."""

from datetime import date
from pathlib import Path

from qianshou.access.models import Street
from qianshou.packs.instrument_shapes import Instrument
from qianshou.packs.instruments import instrument, instruments, parse_instrument

from ..models import SiteInstrument


def instruments_for(street: Street, on: date) -> dict[str, Instrument]:
    """Code → the version that holds on a day. A street's own instrument goes before one of the pack with the same code."""
    found = dict(instruments(street.pack, on))
    own = SiteInstrument.objects.filter(street=street, holds_from__lte=on).exclude(state=SiteInstrument.State.DRAFT).order_by("holds_from", "pk")
    for row in own:
        if row.state == SiteInstrument.State.RETIRED:
            found.pop(row.code, None)
        else:
            found[row.code] = read_own(row)
    return found


def instrument_of(street: Street, code: str, version: str) -> Instrument | None:
    """The version that a record names, however old; None where neither pack nor street has it."""
    own = SiteInstrument.objects.filter(street=street, code=code, version=version).exclude(state=SiteInstrument.State.DRAFT).first()
    return read_own(own) if own else instrument(street.pack, code, version)


def read_own(row: SiteInstrument) -> Instrument:
    """The instrument that a street's row holds. PackError for a draft that does not hang together."""
    return parse_instrument(row.text, Path("own", f"{row.code}.toml"))
