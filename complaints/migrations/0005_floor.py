import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable, TableRule

# What was announced of a file stays; how much of it came, and what became of it, is written on.
ANNOUNCED = "client_id, complaint_id, user_id, name, sha256, size, announced_at"
STAYS = f"BEFORE DELETE OR UPDATE OF {ANNOUNCED} ON {{table}} FOR EACH ROW EXECUTE FUNCTION foundation_append_only()"


class Migration(migrations.Migration):
    """Complaints that waited in a phone, their files in pieces, the phone's clock; shared tablets and their PINs."""

    dependencies = [
        ("complaints", "0004_channels"),
        ("parties", "0003_own_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("received", models.PositiveIntegerField(default=0)),
                ("announced_at", models.DateTimeField()),
                ("given_up_at", models.DateTimeField(null=True)),
                ("given_up_for", models.CharField(blank=True, max_length=60)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incoming", to="complaints.complaint"
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming",
                        to="complaints.evidence",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "incoming file",
                "verbose_name_plural": "incoming files",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="incoming_sha256_is_hex"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__range", (1, 20971520))), name="incoming_size"),
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))), name="incoming_not_beyond_size"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evidence", None),
                            models.Q(("given_up_at", None), ("received", models.F("size"))),
                            _connector="OR",
                        ),
                        name="incoming_kept_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_up_at", None), ("given_up_for", "")),
                            models.Q(("given_up_at__isnull", False), models.Q(("given_up_for", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="incoming_given_up_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilePiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offset", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="complaints.incomingfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of a file",
                "verbose_name_plural": "pieces of files",
                "ordering": ["offset"],
                "constraints": [
                    models.UniqueConstraint(fields=("file", "offset"), name="file_piece_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneTimes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_at", models.DateTimeField(null=True)),
                ("logged_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField()),
                ("waited", models.PositiveIntegerField()),
                ("skew", models.BigIntegerField()),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_times",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "times of a phone",
                "verbose_name_plural": "times of phones",
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pin_hash", models.CharField(max_length=128)),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
                ("set_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pin", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "PIN",
                "verbose_name_plural": "PINs",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("wrong_tries__lte", 5)), name="pin_tries_counted"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tablet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("enrolled_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "enrolled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tablets", to="parties.venue"
                    ),
                ),
            ],
            options={
                "verbose_name": "shared tablet",
                "verbose_name_plural": "shared tablets",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at", None), ("revoked_at__gte", models.F("enrolled_at")), _connector="OR"
                        ),
                        name="tablet_revoked_after_enrolled",
                    ),
                ],
            },
        ),
        AuditTable("complaints_incomingfile", columns_left_out=("received",)),
        AuditTable("complaints_phonetimes"),
        AuditTable("complaints_pin", columns_left_out=("pin_hash",)),
        AuditTable("complaints_tablet", columns_left_out=("token_hash",)),
        AppendOnly("complaints_phonetimes"),
        TableRule(
            "complaints_incomingfile",
            [f"CREATE TRIGGER announced_stays {STAYS}"],
            ["DROP TRIGGER announced_stays ON {table}"],
        ),
    ]
