"""Old rows of personal tables, enciphered under the key of the person they were about: with the key they are gone."""

from django.db import models

from .person import Person


class SealedRow(models.Model):
    """What a trigger of history.py kept, moved out of its table within the hour. Read by people.queries.changes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="sealed_rows", db_index=False)
    table = models.CharField(max_length=60)  # label of the model, "people.Contact"
    row = models.BigIntegerField()  # key of the row in it
    event = models.BigIntegerField()  # key of the old row, for their order
    at = models.DateTimeField()
    label = models.CharField(max_length=10)  # changed | removed
    by = models.BigIntegerField(null=True)  # user, from the context of the change
    sealed = models.BinaryField()  # JSON of the columns

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "event"], name="sealed_row_once")]
        indexes = [models.Index(fields=["person", "table", "row"], name="sealed_row_by_person")]
