"""The tables of the ground floor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SealMark",
            fields=[
                ("table_name", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("last_id", models.BigIntegerField()),
                ("transaction_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.TextField()),
                ("source", models.TextField()),
                ("table_name", models.TextField()),
                ("row_id", models.TextField()),
                ("verb", models.CharField(max_length=1)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["table_name", "row_id", "-id"], name="audit_row_history")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("verb__in", ("I", "U", "D"))), name="audit_verb_known"),
                    models.CheckConstraint(condition=models.Q(("actor", ""), _negated=True), name="audit_actor_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caller", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.JSONField(null=True)),
                ("location", models.CharField(default="", max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("caller", "key"), name="idempotency_key_once_per_caller")
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("payload", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("done", "Done"), ("parked", "Parked")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("run_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(null=True)),
                ("lease_token", models.UUIDField(null=True)),
                ("last_error", models.CharField(default="", max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "queued")), fields=["run_at", "id"], name="job_queued"),
                    models.Index(condition=models.Q(("state", "parked")), fields=["id"], name="job_parked"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("queued", "done", "parked"))), name="job_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "done"), ("done_at", None), _connector="XOR"),
                        name="job_done_at_when_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=63)),
                ("number", models.PositiveBigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("row_count", models.PositiveIntegerField()),
                ("columns", models.JSONField()),
                ("previous_head", models.CharField(max_length=64)),
                ("head", models.CharField(max_length=64, unique=True)),
                ("sealed_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table_name", "number"), name="seal_one_block_per_number"),
                    models.UniqueConstraint(fields=("table_name", "last_id"), name="seal_one_block_per_end"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("content_type", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=200)),
                ("storage_key", models.CharField(max_length=100, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="file_sha256_is_hex"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="file_not_empty"),
                ],
            },
        ),
    ]
