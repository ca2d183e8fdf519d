"""The demo street: invented people, generated from a seed with the program's own operations, dates relative to today."""
