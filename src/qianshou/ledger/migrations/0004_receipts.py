"""Receipts of money, numbered without a gap by street, kind and year; what is on one never changes."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
-- The next number and no other; two at once are told apart by the constraint. Afterwards a first printing may be noted, a merge may hand it to the
-- staying file, and the payer's name goes with the person.
CREATE FUNCTION ledger_receipt_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + coalesce((SELECT max(number) FROM ledger_receipt WHERE street_id = NEW.street_id AND kind = NEW.kind AND year = NEW.year), 0) THEN
        RAISE EXCEPTION 'ledger: receipt number % is not the next one', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER next_number BEFORE INSERT ON ledger_receipt FOR EACH ROW EXECUTE FUNCTION ledger_receipt_next();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_receipt FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER stays BEFORE UPDATE ON ledger_receipt FOR EACH ROW
    WHEN (to_jsonb(NEW) - '{printed_at,person_id,payer}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{printed_at,person_id,payer}'::text[]
          OR (NEW.payer <> OLD.payer AND NEW.payer <> '') OR (OLD.printed_at IS NOT NULL AND NEW.printed_at IS DISTINCT FROM OLD.printed_at))
    EXECUTE FUNCTION ledger_refuse();
"""
BACK = "DROP FUNCTION ledger_receipt_next() CASCADE; DROP TRIGGER never_deleted ON ledger_receipt; DROP TRIGGER stays ON ledger_receipt;"


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0003_visiting_assessor"),
        ("ledger", "0003_balance_by_transaction"),
        ("people", "0004_fewer_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("in", "money received"), ("out", "money given back")], max_length=3)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("fen", models.PositiveBigIntegerField()),
                ("payer", models.CharField(blank=True, max_length=60)),
                ("made_at", models.DateTimeField()),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
                ("person", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("street", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.street")),
                ("transaction", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="receipt", to="ledger.transaction")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("person__isnull", False)), fields=["person"], name="receipt_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("street", "kind", "year", "number"), name="receipt_number_once"),
                    models.CheckConstraint(condition=models.Q(("fen__gte", 1), ("number__gte", 1)), name="receipt_of_something"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, BACK),
    ]
