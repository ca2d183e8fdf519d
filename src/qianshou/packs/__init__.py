"""What differs from place to place, as data: services, tiers, skills, safeguards, forms of one place, versioned by date."""
