"""Pure decisions of notify: what a message says to a robot, when a failed one is tried again, which hosts are allowed."""

from qianshou.notify.rules.bodies import CHANNEL_KINDS, Request, discreet_name, request_for
from qianshou.notify.rules.hosts import HostRefused, check_address, check_url
from qianshou.notify.rules.retry import MAX_TRIES, after_failure

__all__ = [
    "CHANNEL_KINDS",
    "MAX_TRIES",
    "HostRefused",
    "Request",
    "after_failure",
    "check_address",
    "check_url",
    "discreet_name",
    "request_for",
]
