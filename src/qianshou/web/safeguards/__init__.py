"""Safeguards: who is covered by what, who is not, what runs out; one person's eight kinds, what happened, and claims."""
