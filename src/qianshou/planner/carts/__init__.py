"""The planner of cart rounds: hot meals from one kitchen to many doors, on several trips a cart. Plain data in, a plan or reasons out.

Pure, like all of `planner`::

    from qianshou.planner.carts import arithmetic, check_carts, read_cart_problem, solve_carts
    problem = read_cart_problem(text)
    print(arithmetic(problem))                   # can it be done at all?
    plan = solve_carts(problem, seconds=10, seed=1)
    verdict = check_carts(problem, plan)         # never trust a plan that was not checked
    assert verdict.sound, verdict.complaints

* `problem`, `plan`   the types; `files` reads and writes them as JSON (schemas in `planner/schema`), `service` counts seconds at a door
* `ways`              metres and seconds from site to site
* `arithmetic`        the sum before anything is planned
* `times`             order of doors -> times
* `search`            the search, compiled; `solve` hands it the problem and takes its order back; `resume` a plan that stands
* `check`, `cost`     the independent judge
* `unserved`, `tried` the doors left out: why, what would mend it, what one more cart would do
"""

from .arithmetic import Arithmetic, arithmetic
from .check import CartVerdict, Fault, check_carts
from .cost import cost_of
from .files import read_cart_plan, read_cart_problem, write_cart_plan, write_cart_problem
from .plan import CartCost, CartPlan, Drop, Trip, doors_by_trip
from .problem import Cart, CartProblem, Door, Weights
from .service import ServiceRule, service_seconds
from .solve import CartProgress, solve_carts
from .times import Clockwork
from .unserved import CartMend, CartOutlook, Hindrance, one_more_cart, outlook_carts

__all__ = [
    "Arithmetic",
    "Cart",
    "CartCost",
    "CartMend",
    "CartOutlook",
    "CartPlan",
    "CartProblem",
    "CartProgress",
    "CartVerdict",
    "Clockwork",
    "Door",
    "Drop",
    "Fault",
    "Hindrance",
    "ServiceRule",
    "Trip",
    "Weights",
    "arithmetic",
    "check_carts",
    "cost_of",
    "doors_by_trip",
    "one_more_cart",
    "outlook_carts",
    "read_cart_plan",
    "read_cart_problem",
    "service_seconds",
    "solve_carts",
    "write_cart_plan",
    "write_cart_problem",
]
