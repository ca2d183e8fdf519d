"""Tables of attendance, appraisal and honours."""

from .appraisal import Appraisal, AppraisalObjection, AppraisalSign  # noqa: F401
from .appraisal_records import CallBack, CallBackDraw, Feedback, SpotVisit, Training, TrainingSeat  # noqa: F401
from .attendance import AbsencePaper, AttendanceCorrection, ClosedSheet, MonthClosing, Replacement  # noqa: F401
from .honours import Honour  # noqa: F401
