"""Rounds of carers: gather, plan, apply, publish."""
