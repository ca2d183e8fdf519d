"""Pure decisions of the assessments."""

from .scoring import Fault, Score, faults_of, score

__all__ = ["Fault", "Score", "faults_of", "score"]
