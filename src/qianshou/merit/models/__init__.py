from .appraisal import Appraisal, AppraisalObjection, AppraisalSign  # noqa: F401
from .appraisal_records import CallBack, CallBackDraw, Feedback, SpotVisit, Training, TrainingSeat  # noqa: F401
from .honours import Honour  # noqa: F401
