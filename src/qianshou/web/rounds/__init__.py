"""The page of today's rounds: plan, look, change by hand, publish, print."""
