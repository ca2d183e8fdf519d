"""The rules of an election: what the pack says when it is announced, and what an announced one keeps."""

from datetime import date

from qianshou.access.models import Street
from qianshou.packs.loader import load

from ..models import Election
from ..rules.election_checks import Rule


def announced_rules(street: Street, on: date) -> tuple[dict, str]:
    """(rules as an election keeps them, version of the pack)."""
    pack = load(street.pack, on)
    entries = list(pack.elections.values())
    numbers = {one.code: one.number for one in entries if one.kind == "number"}
    return {
        "categories": [
            {"code": one.code, "zh": one.zh, "en": one.en, "places": one.number, "choices": one.choices or one.number, "tiers": list(one.tiers)}
            for one in entries if one.kind == "category"
        ],
        "checks": [{"code": one.code, "zh": one.zh, "en": one.en, "kind": one.rule, "number": one.number} for one in entries if one.kind == "check"],
        "voters": [{"code": one.code, "zh": one.zh, "en": one.en} for one in entries if one.kind == "voters"],
        "weights": {"jury": numbers.get("weight_jury", 0), "public": numbers.get("weight_public", 100)},
        "days": {name: numbers.get(f"{name}_days", 7) for name in ("nominate", "check", "vote")},
    }, pack.version  # fmt: skip


def check_rules(election: Election) -> list[Rule]:
    """The rules a nominee must meet."""
    return [Rule(one["code"], one["kind"], one["number"]) for one in election.rules["checks"]]


def category_for(election: Election, tier: str) -> str:
    """The category in which a carer of this tier stands; "" where there is none."""
    return next((one["code"] for one in election.rules["categories"] if tier in one["tiers"]), "")


def named(entry: dict, language: str | None) -> str:
    """A category, check or group in the reader's language."""
    return entry["en"] if (language or "").startswith("en") else entry["zh"]
