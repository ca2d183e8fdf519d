"""Writes of booklets: ask for the volumes of a month or a year, bind one, bind what waits; print runs of booklets and wall cards."""

from .binding import bind_volume, bind_waiting
from .months import bind_month
from .print_runs import CannotAsk, ask_run, forget_runs_of, set_run, trim_runs
from .years import bind_year, bind_year_waiting

__all__ = ["CannotAsk", "ask_run", "bind_month", "bind_volume", "bind_waiting", "bind_year", "bind_year_waiting", "forget_runs_of", "set_run", "trim_runs"]
