"""Appraisal sheets and certificates as they are printed: from the stored rows alone, so that the same record gives the same paper."""

from datetime import date

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.kernel import clock
from qianshou.merit.models import Appraisal, Honour
from qianshou.merit.queries.appraisal import Filters, month_rows
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

from ..appraisal import AppraisalSheet, CertificateSheet


def appraisal_sheets(scope: Scope, street: Street, month: date, language: str, carer_id: int | None = None) -> list[AppraisalSheet]:
    """The sheets of a street's month, the newest version of each carer, by number of employment; or the one of a carer."""
    pack = load(street.pack, month)
    rows = month_rows(scope, month, Filters()) if scope.street_id else []
    return [sheet_of(row, street, pack, language) for row in rows if carer_id in (None, row.carer_id)]


def sheet_of(row: Appraisal, street: Street, pack: Pack, language: str) -> AppraisalSheet:
    """One version as a sheet; signatures and objections are the row's own."""
    name = lambda table, code: table[code].name(language) if code in table else code
    version = f"-{row.version}" if row.version > 1 else ""
    return AppraisalSheet(
        carer_id=row.carer_id, number=f"{street.code.upper()}-{row.carer.number}-{row.month:%Y%m}{version}", name=row.carer.person.name, tier=name(pack.tiers, row.tier),
        parts=[part | {"name": name(pack.appraisal, part["code"])} for part in row.parts], compared=row.compared, tenths=row.tenths,
        result=name(pack.appraisal_marks, row.result), most=pack.appraisal_marks["allowance_most"].percent, version=row.version, why=row.why,
        closed=not row.is_open, talk_on=row.talk_on, said_by_office=row.said_by_office, said_by_carer=row.said_by_carer, goals=row.goals,
        signs={one.who: (one.how, clock.local_date(one.at)) for one in row.signs.all()},
        objections=[(one.text, one.state, one.answer) for one in reversed(row.objections.all())],
    )  # fmt: skip


def certificate_of(row: Honour, language: str) -> CertificateSheet:
    """The certificate of one honour, worded by the pack as it held on the day it was given (or was proposed)."""
    pack = load(row.street.pack, row.given_on or clock.local_date(row.proposed_at))
    rule = pack.honours.get(row.code)
    return CertificateSheet(number=row.number, office=row.street.name, name=row.carer.person.name, honour=rule.name(language) if rule else row.code,
                            why=rule.reason(language) if rule else "", given_on=row.given_on, language=language)  # fmt: skip
