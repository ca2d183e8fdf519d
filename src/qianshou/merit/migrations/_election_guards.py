"""What the database itself does and refuses at an election. Each refusal is a check_violation (IntegrityError); the words are for a log.

The urn is written by these functions alone: the program has no right of its own on the table (runtime/roles.py), and the trigger asks for the mark
that only they set. Nothing gets past the trigger once the election is closed, whoever asks.
"""

GUARDS = """
CREATE FUNCTION election_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'election: % in % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION election_state(election bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT state FROM merit_election WHERE id = election
$$;

-- The urn.
CREATE FUNCTION election_guard_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    which bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.election_id ELSE NEW.election_id END;
BEGIN
    IF TG_OP = 'UPDATE' OR coalesce(current_setting('qianshou.urn', true), '') <> 'open' OR election_state(which) IS DISTINCT FROM 'voting' THEN
        RAISE EXCEPTION 'election: % of a ballot is refused', TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER urn BEFORE INSERT OR UPDATE OR DELETE ON merit_electionballot FOR EACH ROW EXECUTE FUNCTION election_guard_ballot();

-- As many ballots as marks on the roll, whenever either changed.
CREATE FUNCTION election_agrees(which bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    fits boolean;
BEGIN
    SELECT b.code = v.code AND b.paper <= v.paper INTO fits FROM
        (SELECT count(*) FILTER (WHERE kind = 'code') AS code, count(*) FILTER (WHERE kind = 'paper') AS paper
           FROM merit_electionballot WHERE election_id = which) b,
        (SELECT count(*) FILTER (WHERE mark = 'code') AS code, count(*) FILTER (WHERE mark = 'paper') AS paper
           FROM merit_electionvoter WHERE election_id = which AND mark <> '') v;
    IF NOT fits THEN
        RAISE EXCEPTION 'election: the ballots of % are not as many as the marks on its roll', which USING ERRCODE = 'check_violation';
    END IF;
END $$;
CREATE FUNCTION election_marked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM election_agrees(NEW.election_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER agrees AFTER UPDATE ON merit_electionvoter DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.mark IS DISTINCT FROM NEW.mark) EXECUTE FUNCTION election_marked();

-- Put a ballot in. With it STIR others are taken out and put back, all by one statement and in a random order: what the database notes about a row
-- (which transaction wrote it, with which command, at which place) is then the same for all of them.
CREATE FUNCTION election_put(which bigint, new_receipt text, new_kind text, new_choices smallint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM set_config('qianshou.urn', 'open', true);
    WITH chosen AS (
        SELECT receipt FROM merit_electionballot WHERE election_id = which ORDER BY random() LIMIT 16 FOR UPDATE SKIP LOCKED
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

-- Vote by code: the mark on the roll and the ballot, or neither. False when the code is not good (any more).
CREATE FUNCTION election_cast(which bigint, hash bytea, new_receipt text, new_choices smallint[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM merit_election WHERE id = which AND state = 'voting' FOR SHARE;
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

-- A paper ballot that two officers have read alike.
CREATE FUNCTION election_put_paper(paper bigint, second bigint, new_receipt text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    p merit_electionpaper%ROWTYPE;
BEGIN
    SELECT * INTO p FROM merit_electionpaper WHERE id = paper AND receipt = '' AND first_by_id <> second FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM 1 FROM merit_election WHERE id = p.election_id AND state = 'voting' FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE merit_electionpaper SET second_by_id = second, receipt = new_receipt WHERE id = paper;
    PERFORM election_put(p.election_id, new_receipt, 'paper', p.choices);
    RETURN true;
END $$;

-- Before closing: urn and roll are written anew, in the order of receipts and of the roll. No row keeps a trace of when it was first written.
CREATE FUNCTION election_shake(which bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM merit_election WHERE id = which AND state = 'voting' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'election: % is not open', which USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('qianshou.urn', 'open', true);
    WITH taken AS (DELETE FROM merit_electionballot WHERE election_id = which RETURNING *)
    INSERT INTO merit_electionballot (receipt, election_id, kind, choices) SELECT receipt, election_id, kind, choices FROM taken ORDER BY receipt;
    WITH taken AS (DELETE FROM merit_electionvoter WHERE election_id = which RETURNING *)
    INSERT INTO merit_electionvoter (id, election_id, street_id, number, person_id, "group", source, name, committee, code_hash, slips, mark)
    OVERRIDING SYSTEM VALUE
    SELECT id, election_id, street_id, number, person_id, "group", source, name, committee, code_hash, slips, mark FROM taken ORDER BY number;
    PERFORM set_config('qianshou.urn', '', true);
    PERFORM election_agrees(which);
END $$;

-- The roll is frozen at the opening; a mark is made once; after closing only names may go (an erasure) or follow a merged file.
CREATE FUNCTION election_guard_voter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text := election_state(CASE WHEN TG_OP = 'DELETE' THEN OLD.election_id ELSE NEW.election_id END);
    fine boolean;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        fine := state = 'announced' OR (state = 'voting' AND coalesce(current_setting('qianshou.urn', true), '') = 'open');
    ELSE
        fine := (OLD.id, OLD.election_id, OLD.number, OLD."group", OLD.source) IS NOT DISTINCT FROM (NEW.id, NEW.election_id, NEW.number, NEW."group", NEW.source)
            AND (OLD.mark = NEW.mark OR (OLD.mark = '' AND state = 'voting'))
            AND ((OLD.code_hash, OLD.slips) IS NOT DISTINCT FROM (NEW.code_hash, NEW.slips) OR (state = 'voting' AND OLD.mark = ''));
    END IF;
    IF NOT coalesce(fine, false) THEN
        RAISE EXCEPTION 'election: % of the roll is refused', TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON merit_electionvoter FOR EACH ROW EXECUTE FUNCTION election_guard_voter();

-- What stands on the ballot stays as it was opened, the jury's points as they were closed.
CREATE FUNCTION election_guard_candidate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF election_state(CASE WHEN TG_OP = 'INSERT' THEN NEW.election_id ELSE OLD.election_id END) IS DISTINCT FROM 'announced' THEN
        RAISE EXCEPTION 'election: % of a candidate is refused', TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER fixed BEFORE INSERT OR DELETE ON merit_candidate FOR EACH ROW EXECUTE FUNCTION election_guard_candidate();
CREATE TRIGGER fixed_as_opened BEFORE UPDATE ON merit_candidate FOR EACH ROW
    WHEN ((OLD.election_id, OLD.carer_id, OLD.category, OLD.state, OLD.number) IS DISTINCT FROM (NEW.election_id, NEW.carer_id, NEW.category, NEW.state, NEW.number))
    EXECUTE FUNCTION election_guard_candidate();
CREATE FUNCTION election_guard_juror() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF election_state(CASE WHEN TG_OP = 'DELETE' THEN OLD.election_id ELSE NEW.election_id END) IS DISTINCT FROM 'announced'
       AND (TG_OP <> 'UPDATE' OR OLD.election_id <> NEW.election_id) THEN
        RAISE EXCEPTION 'election: % of a juror is refused', TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER fixed BEFORE INSERT OR UPDATE OR DELETE ON merit_juror FOR EACH ROW EXECUTE FUNCTION election_guard_juror();
CREATE FUNCTION election_guard_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT e.state FROM merit_juror j JOIN merit_election e ON e.id = j.election_id
         WHERE j.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.juror_id ELSE NEW.juror_id END FOR SHARE OF e) IS DISTINCT FROM 'voting' THEN
        RAISE EXCEPTION 'election: % of the jury''s points is refused', TG_OP USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER fixed BEFORE INSERT OR UPDATE OR DELETE ON merit_juryscore FOR EACH ROW EXECUTE FUNCTION election_guard_score();

-- An election goes forward only; what was published at the opening and what was counted stay. Names in the two files may be blotted out.
CREATE FUNCTION election_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('announced', 'voting'), ('announced', 'dropped'), ('voting', 'dropped'), ('voting', 'closed'), ('closed', 'published'))
       OR OLD.state <> 'announced' AND (OLD.street_id, OLD.year, OLD.slug, OLD.rules, OLD.opening_hash, OLD.seed_sealed, OLD.opened_at, OLD.vote_from)
            IS DISTINCT FROM (NEW.street_id, NEW.year, NEW.slug, NEW.rules, NEW.opening_hash, NEW.seed_sealed, NEW.opened_at, NEW.vote_from)
       OR OLD.state IN ('closed', 'published') AND (
            (OLD.close_asked_by_id, OLD.closed_by_id, OLD.closed_at, OLD.vote_until) IS DISTINCT FROM (NEW.close_asked_by_id, NEW.closed_by_id, NEW.closed_at, NEW.vote_until)
            OR (OLD.tally -> 'ballots', OLD.tally -> 'scores', OLD.tally -> 'marked', OLD.tally -> 'seed')
               IS DISTINCT FROM (NEW.tally -> 'ballots', NEW.tally -> 'scores', NEW.tally -> 'marked', NEW.tally -> 'seed'))
    THEN
        RAISE EXCEPTION 'election: this change of % is refused', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forward BEFORE UPDATE ON merit_election FOR EACH ROW EXECUTE FUNCTION election_guard();
CREATE TRIGGER never_deleted BEFORE DELETE ON merit_election FOR EACH ROW WHEN (OLD.state <> 'announced') EXECUTE FUNCTION election_refuse();
"""

# Triggers go with their tables, which are dropped after this when the migration is taken back.
WITHOUT_GUARDS = """
DROP FUNCTION election_refuse(), election_guard_ballot(), election_marked(), election_guard_voter(), election_guard_candidate(), election_guard_juror(),
    election_guard_score(), election_guard() CASCADE;
DROP FUNCTION election_cast(bigint, bytea, text, smallint[]), election_put_paper(bigint, bigint, text), election_shake(bigint);
DROP FUNCTION election_put(bigint, text, text, smallint[]);
DROP FUNCTION election_agrees(bigint), election_state(bigint);
"""
