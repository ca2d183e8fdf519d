"""Words of closed months go with the person they are about, through the database's own functions and in no other way."""

from django.db import migrations

FORGET = """
-- Nobody but these functions, which run as the owner, may touch the words of a closed month.
CREATE FUNCTION merit_by_owner() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_user = pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'merit_closedsheet'::regclass
$$;
-- Whether a text is another with places blotted out, and has nothing in it that the other had not.
CREATE FUNCTION merit_is_blotted(was text, becomes text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT was LIKE replace(regexp_replace(becomes, '([\\\\%_])', '\\\\\\1', 'g'), '▇▇', '%')
$$;
CREATE FUNCTION merit_blotted(was text, names text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT n FROM unnest(names) AS n WHERE n <> '' ORDER BY length(n) DESC, n COLLATE "C" LOOP
        was := replace(was, name, '▇▇');
    END LOOP;
    RETURN was;
END $$;

DROP TRIGGER closing_locked ON merit_monthclosing;
CREATE TRIGGER closing_locked BEFORE UPDATE ON merit_monthclosing FOR EACH ROW
    WHEN (OLD.state <> 'signed' AND NOT (
        (OLD.state = 'closed' AND NEW.state = 'reopened'
         AND to_jsonb(NEW) - '{state,reopened_by_id,reopened_at,reopened_why}'::text[] = to_jsonb(OLD) - '{state,reopened_by_id,reopened_at,reopened_why}'::text[])
        OR (to_jsonb(NEW) - '{left_open_why,reopened_why}'::text[] = to_jsonb(OLD) - '{left_open_why,reopened_why}'::text[]
            AND merit_is_blotted(OLD.left_open_why, NEW.left_open_why) AND merit_is_blotted(OLD.reopened_why, NEW.reopened_why) AND merit_by_owner())))
    EXECUTE FUNCTION merit_attendance_refuse();

DROP TRIGGER sheet_locked ON merit_closedsheet;
CREATE TRIGGER sheet_locked BEFORE UPDATE ON merit_closedsheet FOR EACH ROW
    WHEN (NOT (to_jsonb(NEW) - '{name,words}'::text[] = to_jsonb(OLD) - '{name,words}'::text[]
               AND NEW.name IN (OLD.name, '')
               AND (NEW.words = '[]'::jsonb OR merit_is_blotted(OLD.words::text, NEW.words::text)) AND merit_by_owner()))
    EXECUTE FUNCTION merit_attendance_refuse();

-- The sheets of somebody who is erased: name and words go, hours stay, for they were paid.
CREATE FUNCTION merit_forget_sheets(ids bigint[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE merit_closedsheet SET name = '', words = '[]' WHERE id = ANY (ids) AND (name <> '' OR words <> '[]');
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
-- The corrections on a sheet without these names: in what she said, what was answered, and who answered.
CREATE FUNCTION merit_blotted_words(words jsonb, names text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_agg(one || (SELECT coalesce(jsonb_object_agg(k, merit_blotted(one ->> k, names)), '{}')
                                      FROM jsonb_object_keys(one) AS k WHERE k IN ('text', 'answer', 'by')) ORDER BY n), '[]')
    FROM jsonb_array_elements(words) WITH ORDINALITY AS lines(one, n)
$$;
-- A name out of what others wrote: the corrections on a sheet of somebody else, the reasons of officers.
CREATE FUNCTION merit_blot_sheet(sheet bigint, names text[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE merit_closedsheet SET words = merit_blotted_words(words, names) WHERE id = sheet AND words <> merit_blotted_words(words, names);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
CREATE FUNCTION merit_blot_closing(closing bigint, names text[]) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    changed bigint;
BEGIN
    UPDATE merit_monthclosing SET left_open_why = merit_blotted(left_open_why, names), reopened_why = merit_blotted(reopened_why, names)
        WHERE id = closing AND (left_open_why, reopened_why) <> (merit_blotted(left_open_why, names), merit_blotted(reopened_why, names));
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
"""
BACK = """
DROP FUNCTION merit_forget_sheets(bigint[]), merit_blot_sheet(bigint, text[]), merit_blot_closing(bigint, text[]);
DROP TRIGGER closing_locked ON merit_monthclosing;
DROP TRIGGER sheet_locked ON merit_closedsheet;
CREATE TRIGGER closing_locked BEFORE UPDATE ON merit_monthclosing FOR EACH ROW
    WHEN (OLD.state <> 'signed' AND NOT (
        (OLD.state = 'closed' AND NEW.state = 'reopened'
         AND to_jsonb(NEW) - '{state,reopened_by_id,reopened_at,reopened_why}'::text[] = to_jsonb(OLD) - '{state,reopened_by_id,reopened_at,reopened_why}'::text[])
        OR to_jsonb(NEW) - '{left_open_why,reopened_why}'::text[] = to_jsonb(OLD) - '{left_open_why,reopened_why}'::text[]))
    EXECUTE FUNCTION merit_attendance_refuse();
CREATE TRIGGER sheet_locked BEFORE UPDATE ON merit_closedsheet FOR EACH ROW
    WHEN (to_jsonb(NEW) - '{name,words}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{name,words}'::text[]
          OR (NEW.name IS DISTINCT FROM OLD.name AND NEW.name <> '') OR (NEW.words IS DISTINCT FROM OLD.words AND NEW.words <> '[]'::jsonb))
    EXECUTE FUNCTION merit_attendance_refuse();
DROP FUNCTION merit_by_owner(), merit_is_blotted(text, text), merit_blotted_words(jsonb, text[]), merit_blotted(text, text[]);
"""


class Migration(migrations.Migration):

    dependencies = [("merit", "0003_election")]

    operations = [migrations.RunSQL(FORGET, BACK)]
