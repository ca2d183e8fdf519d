"""Writes of notify: notices in the program, channels, and the outbox."""

from .channels import add_channel, change_channel, set_channel_enabled
from .notices import read_notices, tell
from .outbox import channels_of, claim, post, record_answer, send_again, send_waiting

__all__ = [
    "add_channel",
    "change_channel",
    "channels_of",
    "claim",
    "post",
    "read_notices",
    "record_answer",
    "send_again",
    "send_waiting",
    "set_channel_enabled",
    "tell",
]
