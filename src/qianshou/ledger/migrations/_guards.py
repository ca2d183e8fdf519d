"""What the database itself keeps and refuses in the books, as the first migration writes it; that they balance is checked by the third.

Plain SQL and not pgtrigger: its triggers can be ignored by a setting of the session, and look for it in a block that fails and is caught. At
a commit that costs a look through all events that wait, for each of them (docs/decisions/66-ledger.md).

The words after RAISE are for a log; the program checks first and says it better. Each refusal is a check_violation (IntegrityError).
"""

GUARDS = """
-- Nothing of these is changed or deleted, by anybody.
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: % in % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_transaction FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER opens_empty BEFORE INSERT ON ledger_account FOR EACH ROW WHEN (NEW.balance <> 0) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER nature_stays BEFORE UPDATE ON ledger_account FOR EACH ROW
    WHEN ((OLD.id, OLD.street_id, OLD.unit, OLD.code, OLD.kind) IS DISTINCT FROM (NEW.id, NEW.street_id, NEW.unit, NEW.code, NEW.kind))
    EXECUTE FUNCTION ledger_refuse();

-- Balances and months are written by the trigger of postings alone: inside it the depth is two, a plain UPDATE arrives at depth one.
CREATE FUNCTION ledger_by_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'ledger: % is kept by postings only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER by_postings BEFORE UPDATE ON ledger_account FOR EACH ROW
    WHEN (OLD.balance IS DISTINCT FROM NEW.balance) EXECUTE FUNCTION ledger_by_postings();
CREATE TRIGGER by_postings BEFORE INSERT OR UPDATE OR DELETE ON ledger_month FOR EACH ROW EXECUTE FUNCTION ledger_by_postings();

-- With each statement that writes postings, balances and months follow. Accounts are locked in the order of their keys, as the program locks
-- them: two transactions never wait for one another.
CREATE FUNCTION ledger_keep_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
END $$;

CREATE TRIGGER keeps_balances AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_balances();
"""

# Triggers go with their tables, which are dropped after this when the migration is taken back.
WITHOUT_GUARDS = "DROP FUNCTION ledger_refuse(), ledger_by_postings(), ledger_keep_balances() CASCADE;"
