"""After the meal: who was fed, who was not and why; the month, its cost, its subsidy sheets, money given back."""
