"""Which instruments a street has: those of its pack, and its own."""

from datetime import date
from pathlib import Path

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.packs.instrument_shapes import Instrument
from qianshou.packs.instruments import instrument, instruments, parse_instrument
from qianshou.packs.loader import ROOT

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


def text_of(street: Street, one: Instrument) -> str:
    """The text of an instrument's file, as it was written."""
    own = SiteInstrument.objects.filter(street=street, code=one.code, version=one.version).first()
    return own.text if own else (ROOT / street.pack / "instruments" / one.file).read_text("utf-8")


def own_instruments(*, scope: Scope) -> list[SiteInstrument]:
    """A street's own instruments, drafts too."""
    return list(SiteInstrument.objects.filter(street_id=scope.street_id).select_related("made_by")) if scope.may("assessments.read") else []


def own_instrument(*, scope: Scope, instrument_id: int) -> SiteInstrument:
    """One of them; SiteInstrument.DoesNotExist for another street's."""
    return SiteInstrument.objects.get(pk=instrument_id, street_id=scope.street_id if scope.may("instruments.write") else None)
