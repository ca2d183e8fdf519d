"""Tables of the watch: dues, alerts and their steps, sweeps, concerns, the duty roster, campaigns, calls."""

from .alert import Alert, AlertStep
from .call import Call
from .concern import WANTS_ANSWER, Concern
from .due import Due, Grade, State
from .duty import Campaign, DutyShift
from .sweep import Sweep

__all__ = ["WANTS_ANSWER", "Alert", "AlertStep", "Call", "Campaign", "Concern", "Due", "DutyShift", "Grade", "State", "Sweep"]
