"""Links and looks in words for the desk."""

from django.utils.translation import gettext_lazy as _

from qianshou.people.rules.family import Door

DOORS = {
    Door.OPEN: ("done", _("may look in")), Door.LOCKED: ("late", _("locked after wrong codes")), Door.SHUT: ("calm", _("the consent was withdrawn")),
    Door.OVER: ("calm", _("its time has run out")),
}  # fmt: skip
LOOK_WORDS = {"came": "done", "looked": "done", "wrong": "hole", "locked": "late", "refused": "calm"}
