"""The whole record of a person: everything the declaration knows of them, as JSON and for paper."""

from .paper import paper_of
from .whole import FORMAT, VERSION, record_of

__all__ = ["FORMAT", "VERSION", "paper_of", "record_of"]
