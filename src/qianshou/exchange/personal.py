"""What this room keeps of people: rows of workbooks as they came, doubts about them, and the workbooks themselves."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from qianshou.people.personal import BLANK, OTHERS, ROW, Files, Table, declare, declare_files

from .models import Batch, ImportRow


def workbooks_of(ids: Sequence[int]) -> list[str]:
    """Workbooks with a row of one of these persons."""
    rows = ImportRow.objects.filter(person__in=ids).values("batch")
    return sorted(set(Batch.objects.filter(pk__in=rows).values_list("path", flat=True)))


declare(
    Table("exchange.ImportRow", "imports", BLANK, "person", {"words": "raw understood reasons", "identity": "person"}, plain="outcome change", claim="person"),
    Table("exchange.ReviewCase", "imports", ROW, "person other", {"words": "reasons undo note"}, plain="fingerprint state action", log="review"),
    Table("exchange.Batch", "imports", OTHERS, personal={"words": "file_name mapping error"}, plain="kind path sha256 sheet state counts changes answers"),
    Table("exchange.SavedMapping", "imports", OTHERS, plain="kind headings_hash headings mapping"),
)
declare_files(Files("imports", "imports", _("the workbook is removed; the office has its own, and the rows of others stay"), workbooks_of))
