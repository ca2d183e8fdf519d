from django.db import migrations, models

BATCH = 5000


def work_out(apps, schema_editor):
    """Existing people get their line for the search, some thousands at a time. Of telephones, which are sealed, the last digits go in."""
    from qianshou.access.keys import unseal
    from qianshou.kernel.names import search_text

    people = apps.get_model("people", "Person").objects.order_by("pk")
    phones = apps.get_model("people", "Phone").objects.order_by("person_id", "position", "pk")
    last = 0
    while rows := list(people.filter(pk__gt=last).values_list("pk", "name", "place__name", "door")[:BATCH]):
        first, last = rows[0][0], rows[-1][0]
        numbers = {}
        for person_id, sealed in phones.filter(person_id__gte=first, person_id__lte=last).values_list("person_id", "sealed"):
            numbers.setdefault(person_id, []).append(unseal(sealed))
        lines = [search_text(name=name, phones=numbers.get(pk, ()), lane=lane or "", door=door) for pk, name, lane, door in rows]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_person p SET found_as = new.line FROM unnest(%s::bigint[], %s::text[]) AS new (id, line) WHERE p.id = new.id",
                [[pk for pk, *_ in rows], lines],
            )


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_first"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_grams"),
        migrations.RemoveIndex(model_name="person", name="person_by_street"),
        migrations.RemoveField(model_name="person", name="grams"),
        migrations.AddField(model_name="person", name="found_as", field=models.TextField(blank=True, default="")),
        migrations.RunPython(work_out, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["street", "name_key", "id"], include=["committee", "merged_into", "place", "found_as"], name="person_in_street"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["street", "name_key"], name="person_without_number", condition=models.Q(id_blind=b"")),
        ),
        migrations.RemoveIndex(model_name="elderfile", name="file_by_status"),
        migrations.AddIndex(
            model_name="elderfile",
            index=models.Index(fields=["street", "status", "living"], include=["person"], name="file_in_street"),
        ),
    ]
