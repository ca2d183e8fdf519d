"""Who is elected among the ten best, in the order in which they are called."""

from qianshou.merit.models import Candidate, Election
from qianshou.merit.queries.election_rules import named
from qianshou.packs.loader import load

from ..elections import Honoured


def elected(row: Election, language: str) -> list[tuple[int, Honoured]]:
    """(carer, what is printed of her) in the order of the result; nobody before it is counted."""
    categories = {one["code"]: named(one, language) for one in row.rules["categories"]}
    tiers = load(row.street.pack, row.announced_at.date()).tiers
    people = {one.number: one for one in Candidate.objects.filter(election=row, number__isnull=False).select_related("carer__person")}
    found = []
    for line in (row.tally or {"result": []})["result"]:
        if line["elected"]:
            one = people[line["number"]]
            tier = tiers[one.carer.tier].name(language) if one.carer.tier in tiers else one.carer.tier
            found.append((one.carer_id, Honoured(categories[line["category"]], one.carer.person.name, tier, one.citation)))
    return found
