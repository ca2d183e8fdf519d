"""Tables of the assessments."""

from .assessments import Assessment
from .instruments import SiteInstrument

__all__ = ["Assessment", "SiteInstrument"]
