"""What this room keeps of people: bound volumes. The rows hold counts and warnings; who is inside is in the files."""

from django.utils.translation import gettext_lazy as _

from qianshou.people.personal import OTHERS, ROW, Files, Table, declare, declare_files

from .operations.binding_again import bind_again
from .queries.holding import prints_of, runs_of, volumes_holding

declare(Table("booklets.Volume", "volumes", OTHERS, personal={"words": "warnings error"}, plain="kind language state path sha256 source_hash"))
declare(
    Table("booklets.PrintRun", "volumes", ROW, personal={"words": "title parts warnings error"}, plain="kind language person_ids state", rows=runs_of),
)
declare_files(Files("prints", "volumes", _("removed; whatever they said can be printed again"), prints_of))
declare_files(Files("volumes", "volumes", _("bound again without the person; the earlier file is removed"), volumes_holding, bind_again))
