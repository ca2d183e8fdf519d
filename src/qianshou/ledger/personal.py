"""What this room keeps of people: accounts. Sums stay by law; the words beside them go (migration 0002: nothing else can be changed)."""

from qianshou.people.personal import BLANK, Table, declare

from .operations.forgetting import blot_words, forget_words

declare(
    Table("ledger.Account", "money", BLANK, "person", plain="unit code kind name", log="account"),
    Table("ledger.Month", "money", BLANK, "account__person"),
    Table("ledger.Posting", "money", BLANK, "account__person"),
    Table("ledger.Receipt", "money", BLANK, "person", {"identity": "payer"}, plain="kind", log="receipt"),
    Table("ledger.Transaction", "money", BLANK, "postings__account__person", {"words": "params"}, plain="unit source text", log="transaction",
          by=forget_words, blot=blot_words),
)
