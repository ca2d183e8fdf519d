"""What the database itself refuses of closed months. Plain SQL, as for the books (ledger/migrations/_guards.py): no setting switches it off.

Each refusal is a check_violation (IntegrityError); the program checks first and says it better.
"""

GUARDS = """
CREATE FUNCTION merit_attendance_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'attendance: % in % is refused, the month is closed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

-- A closing that was made stays. It may be opened again, once, by somebody else than who closed it (a constraint); and an erasure may blot a name
-- out of the reasons that officers wrote.
CREATE TRIGGER closing_stays BEFORE DELETE ON merit_monthclosing FOR EACH ROW WHEN (OLD.state <> 'signed') EXECUTE FUNCTION merit_attendance_refuse();
CREATE TRIGGER closing_locked BEFORE UPDATE ON merit_monthclosing FOR EACH ROW
    WHEN (OLD.state <> 'signed' AND NOT (
        (OLD.state = 'closed' AND NEW.state = 'reopened'
         AND to_jsonb(NEW) - '{state,reopened_by_id,reopened_at,reopened_why}'::text[] = to_jsonb(OLD) - '{state,reopened_by_id,reopened_at,reopened_why}'::text[])
        OR to_jsonb(NEW) - '{left_open_why,reopened_why}'::text[] = to_jsonb(OLD) - '{left_open_why,reopened_why}'::text[]))
    EXECUTE FUNCTION merit_attendance_refuse();

-- Sheets are written while their closing is made, and never again. An erasure empties name and words; hours stay, for they were paid.
CREATE FUNCTION merit_sheet_of_open_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM merit_monthclosing c WHERE c.id = NEW.closing_id AND c.state = 'signed' AND c.street_id = NEW.street_id) THEN
        RAISE EXCEPTION 'attendance: the closing % takes no sheets', NEW.closing_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sheet_of_open_closing BEFORE INSERT ON merit_closedsheet FOR EACH ROW EXECUTE FUNCTION merit_sheet_of_open_closing();
CREATE TRIGGER sheet_stays BEFORE DELETE ON merit_closedsheet FOR EACH ROW EXECUTE FUNCTION merit_attendance_refuse();
CREATE TRIGGER sheet_locked BEFORE UPDATE ON merit_closedsheet FOR EACH ROW
    WHEN (to_jsonb(NEW) - '{name,words}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{name,words}'::text[]
          OR (NEW.name IS DISTINCT FROM OLD.name AND NEW.name <> '') OR (NEW.words IS DISTINCT FROM OLD.words AND NEW.words <> '[]'::jsonb))
    EXECUTE FUNCTION merit_attendance_refuse();
"""

# Triggers go with their tables, which are dropped after this when the migration is taken back.
WITHOUT_GUARDS = "DROP FUNCTION merit_attendance_refuse(), merit_sheet_of_open_closing() CASCADE;"
