"""Tables of thanks: the yearly ten best."""

from .election import Candidate, Election, Juror, JuryScore, Nomination
from .election_vote import ElectionBallot, ElectionPaper, ElectionVoter, VoteMiss, VoterGroup

__all__ = ["Candidate", "Election", "ElectionBallot", "ElectionPaper", "ElectionVoter", "Juror", "JuryScore", "Nomination", "VoteMiss", "VoterGroup"]
