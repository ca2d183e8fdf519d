"""The words beside an entry may be erased with the person they are about, and nothing else of it: sums stay by law."""

from django.db import migrations

FORGET = """
-- An entry without what somebody wrote beside it. The codes and numbers of its text stay.
CREATE FUNCTION ledger_without_words(params jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT params || coalesce((SELECT jsonb_object_agg(k, '') FROM jsonb_object_keys(params) AS k WHERE k IN ('reason', 'receipt')), '{}')
$$;

DROP TRIGGER append_only ON ledger_transaction;
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_transaction FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER append_only BEFORE UPDATE ON ledger_transaction FOR EACH ROW
    WHEN (to_jsonb(NEW) - 'params' IS DISTINCT FROM to_jsonb(OLD) - 'params' OR NEW.params IS DISTINCT FROM ledger_without_words(OLD.params))
    EXECUTE FUNCTION ledger_refuse();

-- The program may not update the table: it calls this, which runs as the owner.
CREATE FUNCTION ledger_forget_words(ids bigint[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE ledger_transaction SET params = ledger_without_words(params) WHERE id = ANY (ids) AND params IS DISTINCT FROM ledger_without_words(params);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
"""
BACK = """
DROP FUNCTION ledger_forget_words(bigint[]);
DROP TRIGGER append_only ON ledger_transaction;
DROP TRIGGER never_deleted ON ledger_transaction;
DROP FUNCTION ledger_without_words(jsonb);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_transaction FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
"""


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_first")]

    operations = [migrations.RunSQL(FORGET, BACK)]
