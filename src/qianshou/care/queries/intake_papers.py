"""The papers of an intake: what is there, and what is still to be asked for."""

from qianshou.packs.shapes import Pack

from ..models import IntakeCase, IntakePaperSeen


def papers_of(case: IntakeCase) -> list[IntakePaperSeen]:
    """Papers that were seen or kept, without those taken back."""
    return list(IntakePaperSeen.objects.filter(case=case, taken_back_at__isnull=True).select_related("paper", "by"))


def missing_papers(case: IntakeCase, pack: Pack) -> list[str]:
    """Codes of papers without which the check is not passed."""
    there = {row.kind for row in papers_of(case)}
    return [code for code, one in pack.intake_papers.items() if one.needed and code not in there]
