"""Tables of the rounds: of carers (`visits`) and of carts (`carts`)."""

from .carts import CartDay, CartStop, CartVersion, HomeCart, KitchenSite
from .visits import NightRun, Proposal, RoundDay, RoundVersion, Stop, WeekPlan

__all__ = [
    "CartDay", "CartStop", "CartVersion", "HomeCart", "KitchenSite", "NightRun", "Proposal", "RoundDay", "RoundVersion", "Stop", "WeekPlan",
]  # fmt: skip
