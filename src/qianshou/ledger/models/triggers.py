"""What the database itself refuses and keeps. The words after RAISE are for a log; the program checks first and says it better.

Every refusal is a check_violation, which Django raises as IntegrityError.
"""

import pgtrigger

# Inside a trigger that a posting fired the depth is two; a plain UPDATE arrives at depth one.
BY_HAND = """
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'ledger: % is kept by postings only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""

# Accounts are locked in the order of their keys, as `operations.posting` locks them: two transactions never wait for one another.
KEEPS_BALANCES = """
    PERFORM 1 FROM ledger_account WHERE id IN (SELECT account_id FROM added) ORDER BY id FOR NO KEY UPDATE;
    UPDATE ledger_account a SET balance = a.balance + s.amount
      FROM (SELECT account_id, sum(amount)::bigint AS amount FROM added GROUP BY account_id) s
     WHERE a.id = s.account_id;
    INSERT INTO ledger_month (street_id, account_id, month, amount, count)
    SELECT street_id, account_id, happened_on - (extract(day FROM happened_on)::int - 1), sum(amount)::bigint, count(*)
      FROM added GROUP BY 1, 2, 3
        ON CONFLICT (account_id, month)
        DO UPDATE SET amount = ledger_month.amount + excluded.amount, count = ledger_month.count + excluded.count;
    RETURN NULL;
"""

# Runs at commit, once for the transaction and once for each of its postings. `lines` is what the transaction declared when it was
# written: a posting that is added later, even with another that balances it, no longer fits.
BALANCED = """
    SELECT * INTO t FROM ledger_transaction WHERE id = {key};
    SELECT count(*), coalesce(sum(p.amount), 0),
           coalesce(bool_and(a.street_id = t.street_id AND a.unit = t.unit AND p.street_id = t.street_id AND p.happened_on = t.happened_on), false)
      INTO lines, total, fits
      FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id WHERE p.transaction_id = t.id;
    IF lines <> t.lines THEN
        RAISE EXCEPTION 'ledger: transaction % has % postings, not %', t.id, lines, t.lines USING ERRCODE = 'check_violation';
    ELSIF total <> 0 THEN
        RAISE EXCEPTION 'ledger: transaction % is out of balance by %', t.id, total USING ERRCODE = 'check_violation';
    ELSIF NOT fits THEN
        RAISE EXCEPTION 'ledger: transaction % mixes streets, units or days', t.id USING ERRCODE = 'check_violation';
    END IF;
    IF t.reverses_id IS NOT NULL THEN
        IF EXISTS (SELECT FROM ledger_transaction o WHERE o.id = t.reverses_id AND o.reverses_id IS NOT NULL) THEN
            RAISE EXCEPTION 'ledger: transaction % reverses a reversal', t.id USING ERRCODE = 'check_violation';
        ELSIF EXISTS (
            (SELECT account_id, amount FROM ledger_posting WHERE transaction_id = t.id
             EXCEPT SELECT account_id, -amount FROM ledger_posting WHERE transaction_id = t.reverses_id)
            UNION ALL
            (SELECT account_id, -amount FROM ledger_posting WHERE transaction_id = t.reverses_id
             EXCEPT SELECT account_id, amount FROM ledger_posting WHERE transaction_id = t.id)
        ) THEN
            RAISE EXCEPTION 'ledger: transaction % does not mirror %', t.id, t.reverses_id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NULL;
"""
DECLARED = [("t", "ledger_transaction%ROWTYPE"), ("lines", "bigint"), ("total", "numeric"), ("fits", "boolean")]


def balanced(key: str) -> pgtrigger.Trigger:
    """At commit: as many postings as declared, adding up to zero, of one street, unit and day; a reversal mirrors its original."""
    return pgtrigger.Trigger(
        name="balanced", when=pgtrigger.After, operation=pgtrigger.Insert, timing=pgtrigger.Deferred,
        declare=DECLARED, func=BALANCED.format(key=key),
    )  # fmt: skip


def keeps_balances() -> pgtrigger.Trigger:
    """With each statement that writes postings: the accounts' balances and months follow."""
    return pgtrigger.Trigger(
        name="keeps_balances", when=pgtrigger.After, operation=pgtrigger.Insert, level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="added"), func=KEEPS_BALANCES,
    )  # fmt: skip


def balance_by_postings() -> list[pgtrigger.Trigger]:
    """An account opens empty, and nobody writes its balance by hand."""
    return [
        pgtrigger.Protect(name="opens_empty", operation=pgtrigger.Insert, condition=pgtrigger.Condition("NEW.balance <> 0")),
        pgtrigger.Trigger(
            name="balance_by_postings", when=pgtrigger.Before, operation=pgtrigger.Update, func=BY_HAND,
            condition=pgtrigger.Condition("OLD.balance IS DISTINCT FROM NEW.balance"),
        ),
    ]  # fmt: skip


def months_by_postings() -> list[pgtrigger.Trigger]:
    """Nobody writes a month by hand."""
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return [pgtrigger.Trigger(name="by_postings", when=pgtrigger.Before, operation=every, func=BY_HAND)]
