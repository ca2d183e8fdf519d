"""Tags of the watch's pages: reasons, outcomes and steps in words, concerns with their state."""

from django import template

from qianshou.watch.models import Alert, AlertStep, Concern
from qianshou.watch.words import ANSWER_WORDS, CAMPAIGN_WORDS, OUTCOME_WORDS, SLOT_WORDS, alert_words, kind_word, why_word

from ..watch.words import ALERT_WORDS, CONCERN_LOOKS, SEVERITY_LOOKS, STEP_WORDS, waited
from .shell import state

register = template.Library()
register.filter("why_words", why_word)
register.filter("alert_words", alert_words)
register.filter("kind_words", kind_word)
register.filter("waited", waited)

ALERT_LOOKS = {"raised": "late", "taken": "hole", "closed": "done"}


@register.filter
def outcome_words(code: str) -> str:
    """How an alert ended."""
    return str(OUTCOME_WORDS.get(code, code))


@register.filter
def campaign_words(kind: str) -> str:
    """A kind of campaign."""
    return str(CAMPAIGN_WORDS.get(kind, kind))


@register.filter
def slot_words(code: str) -> str:
    """A slot of the duty roster."""
    return str(SLOT_WORDS.get(code, code))


@register.filter
def step_words(step: AlertStep) -> str:
    """What happened to an alert; codes that the program wrote as notes are translated."""
    return str(STEP_WORDS.get(step.kind, step.kind))


@register.filter
def step_note(step: AlertStep) -> str:
    """The note of a step: a person's words as they are, a code of the program in words."""
    for words in (dict(Alert.Why.choices), OUTCOME_WORDS):
        if step.note in words:
            return str(words[step.note])
    return "" if step.kind == "evidence" else step.note


@register.simple_tag
def alert_state(alert: Alert) -> str:
    """The pill of an alert."""
    return state(ALERT_LOOKS.get(alert.state, "calm"), ALERT_WORDS.get(alert.state, alert.state))


@register.simple_tag
def concern_state(concern: Concern) -> str:
    """The pill of a concern's state."""
    return state(CONCERN_LOOKS.get(concern.state, "calm"), concern.get_state_display())


@register.simple_tag
def severity(concern: Concern) -> str:
    """The pill of how soon somebody must look."""
    return state(SEVERITY_LOOKS.get(concern.severity, "calm"), concern.get_severity_display())


@register.filter
def answer_words(code: str) -> str:
    """How a call ended."""
    return str(ANSWER_WORDS.get(code, code))
