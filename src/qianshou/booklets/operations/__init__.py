"""Writes of booklets: ask for a month's volumes, bind one, bind what waits; print runs of booklets and wall cards."""

from .binding import bind_volume, bind_waiting
from .months import bind_month
from .print_runs import CannotAsk, ask_run, forget_runs_of, set_run, trim_runs

__all__ = ["CannotAsk", "ask_run", "bind_month", "bind_volume", "bind_waiting", "forget_runs_of", "set_run", "trim_runs"]
