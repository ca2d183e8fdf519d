"""Notices in the program, group-robot webhooks, SMS, e-mail."""
