"""The pages of cart rounds: a meal's rounds, the carts of the street, the drivers' sheets."""
