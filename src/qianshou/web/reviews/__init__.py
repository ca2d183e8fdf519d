"""The form of each month: who has it, who has none yet, by committee and carer; begun from here."""
