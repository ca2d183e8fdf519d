"""A key for each person: what is sealed with it cannot be read by anybody once the key is destroyed."""

from django.db import models

from .person import Person


class PersonKey(models.Model):
    """The person's own key, itself sealed under the installation's key. `sealed` is empty once it was destroyed: that row stays, so that
    no second key is made for somebody who was erased."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="own_key")
    sealed = models.BinaryField(default=b"", blank=True)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(destroyed_at__isnull=True) | models.Q(sealed=b""), name="destroyed_key_is_gone"),
        ]
