"""The papers of an intake: what is there, and what is still to be asked for."""

from django.db.models import Exists, OuterRef, QuerySet

from qianshou.packs.shapes import Pack

from ..models import IntakeCase, IntakePaperSeen

SIGNED = ("signature", "consent")


def papers_of(case: IntakeCase) -> list[IntakePaperSeen]:
    """Papers that were seen or kept, without those taken back."""
    return list(IntakePaperSeen.objects.filter(case=case, taken_back_at__isnull=True).select_related("paper", "by"))


def scan_owed(papers: list[IntakePaperSeen]) -> IntakePaperSeen | None:
    """The signature on paper whose scan is still to come; None once a copy of a signature or of the consents came after it."""
    on_paper = [row for row in papers if row.kind == "signature" and row.paper_id is None]
    copies = [row for row in papers if row.kind in SIGNED and row.paper_id]
    return next((row for row in on_paper if not any(copy.at >= row.at for copy in copies)), None)


def owing_scans() -> QuerySet[IntakePaperSeen]:
    """Of the case of the outer query: signatures on paper without a later copy, as `scan_owed`."""
    copy = IntakePaperSeen.objects.filter(case=OuterRef("case"), kind__in=SIGNED, paper__isnull=False, taken_back_at=None, at__gte=OuterRef("at"))
    return IntakePaperSeen.objects.filter(~Exists(copy), case=OuterRef("pk"), kind="signature", paper=None, taken_back_at=None)


def missing_papers(case: IntakeCase, pack: Pack) -> list[str]:
    """Codes of papers without which the check is not passed."""
    there = {row.kind for row in papers_of(case)}
    return [code for code, one in pack.intake_papers.items() if one.needed and code not in there]
