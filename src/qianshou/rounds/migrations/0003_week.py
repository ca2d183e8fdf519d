import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_first"),
        ("care", "0005_instead_of"),
        ("rounds", "0002_night"),
    ]

    operations = [
        migrations.CreateModel(
            name="WeekPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("monday", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("empty", "no plan yet"), ("planning", "being planned"), ("proposed", "proposal"), ("applied", "applied")],
                        default="empty",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("progress", models.JSONField(blank=True, default=dict)),
                ("proposal", models.JSONField(blank=True, default=dict)),
                ("before", models.JSONField(blank=True, default=dict)),
                ("planned_at", models.DateTimeField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("street", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.street")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("street", "monday"), name="week_plan_once")]},
        ),
    ]
