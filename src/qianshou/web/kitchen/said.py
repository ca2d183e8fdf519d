"""The kitchen in words."""

from django.utils.translation import gettext_lazy

from qianshou.care.operations.errors import Refused
from qianshou.meals.rules.samples import SAMPLE, TEMPERATURE

STATES = {
    "none": ("calm", gettext_lazy("not owed yet")), "open": ("due", gettext_lazy("to do")), "late": ("late", gettext_lazy("missing")),
    "met": ("done", gettext_lazy("done")), "excused": ("calm", gettext_lazy("not cooked")),
}  # fmt: skip
MISSING = {SAMPLE: gettext_lazy("no sample of %(dish)s"), TEMPERATURE: gettext_lazy("no core temperature of %(dish)s")}
REFUSALS = {
    "grams": gettext_lazy("How many grams? A whole number up to 2000."),
    "too_little": gettext_lazy("A sample is at least %(least)s g. Take more and write it down again."),
    "temperature": gettext_lazy("A temperature in degrees Celsius, such as 72.5."),
    "dish": gettext_lazy("%(dish)s is not on the menu of that day."),
    "keep_until": gettext_lazy("Samples are kept 48 hours at least: this one until %(at)s."),
    "reason": gettext_lazy("Write down why it is not cooked."),
    "meal": gettext_lazy("There is no such meal in the street's list of meals."),
}


def refused(error: Refused) -> str:
    """Why the kitchen's book does not take it, as a sentence."""
    text = REFUSALS.get(error.code)
    return str(text) % error.params if text else error.code
