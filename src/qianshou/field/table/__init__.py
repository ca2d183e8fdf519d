"""Forms filled in away from the desk, without signal: what is laid out for a phone or tablet, and taking in what comes back.

body.py         everything that one user may fill in, as plain JSON: packets, and the instruments that they need
reviews.py      packets of a carer: the month's review of each of her linked elders
assessments.py  packets of a visiting assessor: whoever was handed out
visits.py       packets of a home visit of an intake, and taking it in (act "home_visit"): whoever is handed out and has a case that waits for it
taking.py       hands an act that brings a form back ("review", "assessment") to the assessments; what it must carry: `assessment.rules.filled`
signing.py      keeps a signature drawn at the table as a paper of the person (act "signature")

Another area that wants to lay something out adds a maker to `body.MAKERS`: a function of a `Taker` that returns packets.
"""
