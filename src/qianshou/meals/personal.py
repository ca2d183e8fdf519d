"""What this room keeps of people: diets, what they ordered and got, boxes. Orders and boxes stay, for portions, money and boxes count."""

from qianshou.people.personal import BLANK, OTHERS, ROW, Table, declare

declare(
    Table("meals.Diet", "health", ROW, "person", {"health": "kind target", "words": "note ended_reason"}, log="diet"),
    Table("meals.DietAnswer", "health", ROW, "person", {"health": "diets", "words": "words note"}),
    Table("meals.Arrangement", "meals", ROW, "person", {"life": "weekdays"}, plain="meal place", log="arrangement"),
    Table("meals.Pause", "meals", ROW, "person", {"words": "reason note"}, plain="meal", log="pause"),
    Table("meals.MealChange", "meals", ROW, "person", {"words": "reason"}, plain="meal place"),
    Table("meals.Order", "meals", BLANK, "person", {"words": "reason price_reasons"}, plain="meal state place why pack", log="order"),
    Table("meals.MealCheck", "meals", BLANK, "order__person", {"words": "note"}),
    Table("meals.Delivery", "meals", BLANK, "order__person", plain="meal state", log="delivery"),
    Table("meals.DeliveryEvent", "meals", BLANK, "delivery__order__person", {"words": "note", "place": "place"}, plain="kind grade source"),
    Table("meals.BoxMove", "meals", BLANK, "person", {"words": "note"}, plain="kind source"),
    Table("meals.BoxHome", "meals", BLANK, "person", plain="layers"),
    # of the kitchen and the menu: nobody's
    Table("meals.MealPoint", "technical", OTHERS, plain="name address"),
    Table("meals.CutOff", "technical", OTHERS, plain="meal"),
    Table("meals.MealCost", "money", OTHERS, personal={"words": "note"}, plain="kind"),
    Table("meals.Cart", "technical", OTHERS, plain="name"),
    Table("meals.WashBatch", "technical", OTHERS, personal={"words": "note"}, plain="method state"),
    Table("meals.Recipe", "technical", OTHERS, plain="name category ingredients instructions contains textures"),
    Table("meals.Menu", "technical", OTHERS, personal={"words": "reason"}),
    Table("meals.Dish", "technical", OTHERS, plain="category name"),
    Table("meals.MenuChange", "technical", OTHERS, personal={"words": "reason"}, plain="act before after"),
    Table("meals.Substitute", "technical", OTHERS, plain="key"),
    Table("meals.FoodSample", "technical", OTHERS, plain="meal dish"),
    Table("meals.CoreTemperature", "technical", OTHERS, plain="meal dish stage"),
)
