"""The care net: carers, links, shifts, absences, care plans, visits, attendance."""
