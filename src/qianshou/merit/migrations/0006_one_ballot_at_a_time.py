from django.db import migrations

# As in 0003, and one thing more: ballots go into the urn one after the other. While several went in at once, each passed over those that another was
# stirring; one could then stand alone in its transaction, beside the one mark on the roll that the same transaction made.
ONE_AT_A_TIME = """
CREATE OR REPLACE FUNCTION election_put(which bigint, new_receipt text, new_kind text, new_choices smallint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('qianshou.urn', 'open', true);
    WITH chosen AS (
        SELECT receipt FROM merit_electionballot WHERE election_id = which ORDER BY random() LIMIT 16
    ), taken AS (
        DELETE FROM merit_electionballot b USING chosen c WHERE b.receipt = c.receipt RETURNING b.receipt, b.kind, b.choices
    )
    INSERT INTO merit_electionballot (receipt, election_id, kind, choices)
    SELECT receipt, which, kind, choices FROM (
        SELECT receipt, kind, choices FROM taken UNION ALL SELECT new_receipt, new_kind, new_choices
    ) all_of_them ORDER BY random();
    PERFORM set_config('qianshou.urn', '', true);
    PERFORM election_agrees(which);
END $$;

CREATE OR REPLACE FUNCTION election_cast(which bigint, hash bytea, new_receipt text, new_choices smallint[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM merit_election WHERE id = which AND state = 'voting' FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE merit_electionvoter SET mark = 'code' WHERE election_id = which AND code_hash = hash AND mark = '';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM election_put(which, new_receipt, 'code', new_choices);
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION election_put_paper(paper bigint, second bigint, new_receipt text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    p merit_electionpaper%ROWTYPE;
BEGIN
    PERFORM 1 FROM merit_election e JOIN merit_electionpaper o ON o.election_id = e.id WHERE o.id = paper AND e.state = 'voting' FOR NO KEY UPDATE OF e;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT * INTO p FROM merit_electionpaper WHERE id = paper AND receipt = '' AND first_by_id <> second FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE merit_electionpaper SET second_by_id = second, receipt = new_receipt WHERE id = paper;
    PERFORM election_put(p.election_id, new_receipt, 'paper', p.choices);
    RETURN true;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("merit", "0005_twice_on_the_roll")]

    operations = [migrations.RunSQL(ONE_AT_A_TIME, migrations.RunSQL.noop)]
