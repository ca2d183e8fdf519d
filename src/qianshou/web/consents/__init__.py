"""Consents: what each person allowed, for which purpose; who was never asked; the form on paper."""
