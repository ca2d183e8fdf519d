"""Cards and phones of carers."""
