"""Lanes and housing estates: the places that people live in."""

from django.db import models

from qianshou.access.models import Committee, Street

from ..history import keeps_history


@keeps_history()
class Place(models.Model):
    """A lane or estate (弄/小区). Without coordinates it is "to be placed" on the map."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="places")
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, blank=True, related_name="places")
    name = models.CharField(max_length=80)
    lon = models.FloatField(null=True, blank=True)  # degrees, WGS 84
    lat = models.FloatField(null=True, blank=True)
    placed_by = models.CharField(max_length=20, blank=True)  # "import" | "hand"
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["street_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["street", "name"], name="place_name_once_per_street"),
            models.CheckConstraint(
                condition=models.Q(lon__isnull=True, lat__isnull=True) | models.Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="place_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def placed(self) -> bool:
        """Whether it has coordinates."""
        return self.lon is not None and self.lat is not None
