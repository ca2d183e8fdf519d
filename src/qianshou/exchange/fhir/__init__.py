"""Instruments and assessments as FHIR: Questionnaire and QuestionnaireResponse, in R4B and R5.

Pure but for the library that knows the standard (`fhir.resources`): what is written is read back by it before it leaves, what comes is read
by it before anything of it is believed.

* `questionnaire`   instrument → Questionnaire
* `brought`         Questionnaire → the text of an instrument's file, with what could not be taken over
* `response`        assessment ↔ QuestionnaireResponse
* `versions`        what differs between R4B and R5
"""

from .brought import Brought, bring_questionnaire
from .questionnaire import questionnaire_of
from .response import BroughtAnswers, bring_response, instrument_named, response_of
from .versions import R4B, R5, VERSIONS, FhirError

__all__ = [
    "R4B", "R5", "VERSIONS", "Brought", "BroughtAnswers", "FhirError", "bring_questionnaire", "bring_response", "instrument_named", "questionnaire_of", "response_of",
]  # fmt: skip
