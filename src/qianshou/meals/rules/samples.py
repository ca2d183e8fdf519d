"""Food samples and core temperatures: what is enough. Pure. GB 31654-2021: at least 125 g of every dish, chilled, at least 48 hours."""

from datetime import datetime, timedelta

from qianshou.packs.shapes_meals import MealTime

SAMPLE, TEMPERATURE = "food_sample", "core_temperature"  # kinds of dues, and the codes of their titles
COOKED, LEAVING = "cooked", "leaving"
STAGES = (COOKED, LEAVING)
COLDEST, HOTTEST = -200, 1200  # tenths of a degree that a thermometer in a kitchen can show
MOST_GRAMS = 2000


def sample_faults(*, grams: int, meal: MealTime) -> list[str]:
    """Codes of what is wrong with a sample; empty when it counts."""
    if not 0 < grams <= MOST_GRAMS:
        return ["grams"]
    return ["too_little"] if grams < meal.sample_grams else []


def keep_until(taken_at: datetime, meal: MealTime) -> datetime:
    """Before this moment a sample may not be thrown away."""
    return taken_at + timedelta(hours=meal.sample_hours)


def least_tenths(stage: str, meal: MealTime) -> int:
    """How hot a dish must be at its core, in tenths of a degree Celsius: off the stove, or on leaving the kitchen."""
    return 10 * (meal.cooked_celsius if stage == COOKED else meal.hot_celsius)


def is_hot_enough(*, tenths: int, stage: str, meal: MealTime) -> bool:
    """Whether a measured core temperature is enough."""
    return tenths >= least_tenths(stage, meal)


def due_key(kind: str, day: object, meal: str, dish: str) -> str:
    """The key of the due for one dish of one meal (at most 80 characters, as the watch has it)."""
    short = {SAMPLE: "sample", TEMPERATURE: "core"}[kind]
    return f"{short}:{day}:{meal}:{dish}"[:80]
