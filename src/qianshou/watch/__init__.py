"""What is due, concerns, alerts, escalation, duty roster: nobody falls through."""
