"""What decides in the care net, pure: recurrence, holidays, holes, proposals, ladders, eligibility."""
