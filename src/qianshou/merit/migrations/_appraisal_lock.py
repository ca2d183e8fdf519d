"""What the database itself keeps of an appraisal that is closed. Plain SQL, as the ledger's guards and for the same reason.

The words after RAISE are for a log; the program checks first and says it better. Each refusal is a check_violation (IntegrityError).
"""

LOCK = """
CREATE FUNCTION merit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'merit: % in % is refused, the appraisal is closed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

-- Nothing changes any more but that words are emptied, by an erasure, and that an account that goes is let go.
CREATE FUNCTION merit_appraisal_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose text[] := ARRAY['why', 'said_by_office', 'said_by_carer', 'goals', 'opened_by_id', 'talk_by_id', 'closed_by_id'];
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    name text;
BEGIN
    IF after - loose IS DISTINCT FROM before - loose THEN
        RAISE EXCEPTION 'merit: appraisal % is closed', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    FOREACH name IN ARRAY loose LOOP
        IF after -> name IS DISTINCT FROM before -> name AND after ->> name <> '' THEN
            RAISE EXCEPTION 'merit: appraisal % is closed', OLD.id USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE TRIGGER closed_stays BEFORE UPDATE ON merit_appraisal FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION merit_appraisal_locked();
CREATE TRIGGER never_deleted BEFORE DELETE ON merit_appraisal FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION merit_refuse();

CREATE FUNCTION merit_sign_locked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose text[] := ARRAY['paper_id', 'by_id'];
BEGIN
    IF NOT EXISTS (SELECT FROM merit_appraisal a WHERE a.id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.appraisal_id ELSE OLD.appraisal_id END) AND a.state = 'closed') THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - loose IS NOT DISTINCT FROM to_jsonb(OLD) - loose
       AND (NEW.paper_id IS NULL OR NEW.paper_id = OLD.paper_id) AND (NEW.by_id IS NULL OR NEW.by_id = OLD.by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'merit: % of a signature is refused, the appraisal is closed', TG_OP USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER closed_stays BEFORE INSERT OR UPDATE OR DELETE ON merit_appraisalsign FOR EACH ROW EXECUTE FUNCTION merit_sign_locked();
"""

# Triggers go with their tables, which are dropped after this when the migration is taken back.
UNLOCK = "DROP FUNCTION merit_refuse(), merit_appraisal_locked(), merit_sign_locked() CASCADE;"
