"""The call desk: the daily phone greeting."""
