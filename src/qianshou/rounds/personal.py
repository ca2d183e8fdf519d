"""What this room keeps of people: stops at their doors. Plans name visits, orders and carers by number."""

from qianshou.people.personal import BLANK, OTHERS, Table, declare

declare(
    Table("rounds.Stop", "care", BLANK, "visit__elder", {"words": "insisted_why"}, plain="insisted"),
    Table("rounds.CartStop", "meals", BLANK, "order__person"),
    Table("rounds.HomeCart", "meals", OTHERS, personal={"place": "building", "words": "reason"}, plain="meal"),
    Table("rounds.KitchenSite", "technical", OTHERS),
    Table("rounds.RoundDay", "care", OTHERS, personal={"words": "complaints notes unserved"}, plain="state progress cost walks"),
    Table("rounds.CartDay", "meals", OTHERS, personal={"words": "complaints notes unserved fleet"}, plain="meal state progress cost trips"),
    Table("rounds.RoundVersion", "care", OTHERS, personal={"words": "change"}, plain="stops"),
    Table("rounds.CartVersion", "meals", OTHERS, personal={"words": "change before"}),
    Table("rounds.Proposal", "care", OTHERS, personal={"words": "plan"}, plain="keep seconds state why"),
    Table("rounds.NightRun", "technical", OTHERS, plain="state seconds worker numbers why"),
    Table("rounds.WeekPlan", "care", OTHERS, personal={"words": "proposal"}, plain="state progress before"),
)
