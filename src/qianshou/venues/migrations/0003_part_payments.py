"""A class fee may be paid in parts and given back: together never below nothing, never above the fee."""

from django.db import migrations, models

WITHIN_THE_FEE = """
-- At commit, for the enrolment a payment is of; a payment that a merge hands over is looked at where it comes to and where it was.
CREATE FUNCTION venues_within_the_fee() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    over record;
BEGIN
    SELECT e.id, c.fee_fen, (SELECT coalesce(sum(CASE WHEN p.back THEN -p.fen ELSE p.fen END), 0)
                               FROM venues_classpayment p WHERE p.enrolment_id = e.id AND p.reversed_at IS NULL) AS held INTO over
      FROM venues_enrolment e JOIN venues_course c ON c.id = e.course_id
     WHERE e.id = NEW.enrolment_id OR (TG_OP = 'UPDATE' AND e.id = OLD.enrolment_id)
     ORDER BY 3 BETWEEN 0 AND c.fee_fen LIMIT 1;
    IF NOT over.held BETWEEN 0 AND over.fee_fen THEN
        RAISE EXCEPTION 'venues: % fen paid for a class of % fen (enrolment %)', over.held, over.fee_fen, over.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER within_the_fee AFTER INSERT OR UPDATE ON venues_classpayment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION venues_within_the_fee();
"""
BACK = "DROP FUNCTION venues_within_the_fee() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [("venues", "0002_class_fees")]

    operations = [
        migrations.RemoveConstraint(model_name="classpayment", name="class_paid_once"),
        migrations.AddField(model_name="classpayment", name="back", field=models.BooleanField(db_default=False, default=False)),
        migrations.AddField(model_name="classpayment", name="why", field=models.CharField(blank=True, db_default="", default="", max_length=200), preserve_default=False),
        migrations.RunSQL(WITHIN_THE_FEE, BACK),
    ]
