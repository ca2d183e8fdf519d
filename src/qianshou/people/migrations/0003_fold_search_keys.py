"""The index of search keys takes new keys in bulk, and the program may have it tidied: see decisions/70."""

import django.contrib.postgres.indexes
from django.db import migrations, models

# Only an index's owner may tidy it, and the program owns nothing.
FOLD = """
CREATE OR REPLACE FUNCTION people_fold_search_keys() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$ SELECT gin_clean_pending_list('person_grams'::regclass) $$;
REVOKE ALL ON FUNCTION people_fold_search_keys() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first")]
    operations = [
        migrations.RemoveIndex(model_name="person", name="person_grams"),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="person_grams"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["street", "name_key"], name="person_without_number", condition=models.Q(id_blind=b"")),
        ),
        migrations.RunSQL(FOLD, "DROP FUNCTION people_fold_search_keys()"),
    ]
