"""What this room keeps of people: bound volumes. The rows hold counts and warnings; who is inside is in the files."""

from django.utils.translation import gettext_lazy as _

from qianshou.people.personal import OTHERS, Files, Table, declare, declare_files

from .operations.binding_again import bind_again
from .queries.holding import volumes_holding

declare(Table("booklets.Volume", "volumes", OTHERS, personal={"words": "warnings error"}, plain="kind language state path sha256 source_hash"))
declare_files(Files("volumes", "volumes", _("bound again without the person; the earlier file is removed"), volumes_holding, bind_again))
