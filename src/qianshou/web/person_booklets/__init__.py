"""The booklet of one person and of many: as a page, as paper, and the card for the wall; medicines and habits are written down here."""
