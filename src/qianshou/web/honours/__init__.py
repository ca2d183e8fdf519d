"""Honours: what was reached, who approved and confirmed it, certificates."""
