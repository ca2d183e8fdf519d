"""The books balance: checked once for a transaction at its commit, and at once when a posting has no place in its transaction.

Directories from before this migration have a check at commit for each posting too, three for an entry of two lines: it goes.
"""

from django.db import migrations

BALANCED = """
DROP TRIGGER IF EXISTS balanced ON ledger_posting;
DROP TRIGGER IF EXISTS balanced ON ledger_transaction;
DROP FUNCTION IF EXISTS ledger_balanced();

-- With each statement that writes postings: none for a transaction that is not there, and never more than it declared. What stands has as many
-- as it declared (the check at its commit), so nothing can be added to it, neither by two at once: a transaction that is still being written is
-- seen by its writer alone.
CREATE FUNCTION ledger_declared() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    over record;
BEGIN
    SELECT a.transaction_id, t.lines, (SELECT count(*) FROM ledger_posting p WHERE p.transaction_id = a.transaction_id) AS written INTO over
      FROM (SELECT DISTINCT transaction_id FROM added) a LEFT JOIN ledger_transaction t ON t.id = a.transaction_id
     WHERE t.id IS NULL OR t.lines < (SELECT count(*) FROM ledger_posting p WHERE p.transaction_id = a.transaction_id)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'ledger: transaction % has % postings, not %', over.transaction_id, over.written, over.lines USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER as_declared AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_declared();

-- At commit, once for a transaction. An account is asked for by its key, not joined. The plan is made once for a session, perhaps while the
-- tables are still empty, when reading them whole looks cheapest: so that is not offered.
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    written bigint;
    total numeric;
    fits boolean;
BEGIN
    SELECT count(*), coalesce(sum(p.amount), 0),
           coalesce(bool_and(p.street_id = NEW.street_id AND p.happened_on = NEW.happened_on
                             AND (SELECT a.street_id = NEW.street_id AND a.unit = NEW.unit FROM ledger_account a WHERE a.id = p.account_id)), false)
      INTO written, total, fits
      FROM ledger_posting p WHERE p.transaction_id = NEW.id;
    IF written <> NEW.lines THEN
        RAISE EXCEPTION 'ledger: transaction % has % postings, not %', NEW.id, written, NEW.lines USING ERRCODE = 'check_violation';
    ELSIF total <> 0 THEN
        RAISE EXCEPTION 'ledger: transaction % is out of balance by %', NEW.id, total USING ERRCODE = 'check_violation';
    ELSIF NOT fits THEN
        RAISE EXCEPTION 'ledger: transaction % mixes streets, units or days', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        IF EXISTS (SELECT FROM ledger_transaction o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NOT NULL) THEN
            RAISE EXCEPTION 'ledger: transaction % reverses a reversal', NEW.id USING ERRCODE = 'check_violation';
        ELSIF EXISTS (
            (SELECT account_id, amount FROM ledger_posting WHERE transaction_id = NEW.id
             EXCEPT SELECT account_id, -amount FROM ledger_posting WHERE transaction_id = NEW.reverses_id)
            UNION ALL
            (SELECT account_id, -amount FROM ledger_posting WHERE transaction_id = NEW.reverses_id
             EXCEPT SELECT account_id, amount FROM ledger_posting WHERE transaction_id = NEW.id)
        ) THEN
            RAISE EXCEPTION 'ledger: transaction % does not mirror %', NEW.id, NEW.reverses_id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON ledger_transaction DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
"""
BACK = """
DROP TRIGGER balanced ON ledger_transaction;
DROP TRIGGER as_declared ON ledger_posting;
DROP FUNCTION ledger_balanced(), ledger_declared();
"""


class Migration(migrations.Migration):

    dependencies = [("ledger", "0002_forgetting")]

    operations = [migrations.RunSQL(BALANCED, BACK)]
