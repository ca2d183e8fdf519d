"""The watcher is watched: each sweep leaves a row."""

from django.db import models


class Sweep(models.Model):
    """One run. A row without `finished_at` was killed."""

    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    raised = models.PositiveIntegerField(default=0)
    climbed = models.PositiveIntegerField(default=0)
    lag_ms = models.PositiveIntegerField(default=0)  # oldest late due found, ms after its late_at
