"""What phones sent: stored, de-duplicated, applied, held. Knows no area."""
