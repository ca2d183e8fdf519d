"""Words of the phone's camera: the card by a door, the label on a box."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SCAN = {
    "scan": pgettext_lazy("phone", "Scan the card"),
    "scan.picture": _("Picture of the camera"),
    "scan.looking": _("Hold the square into the picture."),
    "scan.hint": _("The card hangs by the door. Scanning it is the best proof that you were there."),
    "scan.other": _("This is another kind of square."),
    "scan.elsewhere": _("This card is of no door of yours today."),
    "scan.belongs": _("This card belongs to the door of {name}."),
    "scan.opened": _("Card of {name} scanned. Say now what you did."),
    "scan.without.arrived": _("Arrived, without scanning"),
    "scan.without.done": _("Done, without scanning"),
    "scan.box": pgettext_lazy("phone", "Scan the label"),
    "scan.box.hint": _("The square on the box. Scanning it says that the box was handed over."),
    "scan.box.unknown": _("This box is not on your round today."),
    "scan.box.belongs": _("This box belongs to {name}."),
    "scan.box.over": _("Something was said about this box already."),
    "camera.none": _("This phone gives no picture. Close other programs that use the camera, or go on without scanning."),
    "camera.denied": _("The camera is not allowed for this page. Allow it in the browser's settings, or go on without scanning."),
    "camera.insecure": _("The camera works only over a secure address (https). Go on without scanning, and tell the office."),
}
