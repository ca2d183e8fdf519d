"""Tables of attendance, appraisal, honours and the ten best."""

from .appraisal import Appraisal, AppraisalObjection, AppraisalSign  # noqa: F401
from .appraisal_records import CallBack, CallBackDraw, Feedback, SpotVisit, Training, TrainingSeat  # noqa: F401
from .attendance import AbsencePaper, AttendanceCorrection, ClosedSheet, MonthClosing, Replacement  # noqa: F401
from .election import Candidate, Election, Juror, JuryScore, Nomination  # noqa: F401
from .election_vote import ElectionBallot, ElectionPaper, ElectionVoter, VoteMiss, VoterGroup  # noqa: F401
from .honours import Honour  # noqa: F401
from .leave import LeaveRequest  # noqa: F401
