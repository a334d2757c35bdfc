import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.derived_secrets
from foundation.migration_operations import AppendOnly, AuditTable, CreateModels
from surveys.migrations import _door_rules as rules


class Migration(migrations.Migration):
    """How answers come in: doors, sheets of paper, the one opening of a wave."""

    dependencies = [
        ("parties", "0004_leave_and_opening_hours"),
        ("surveys", "0002_waves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Opening",
                    fields=[
                        (
                            "wave",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="opening",
                                serialize=False,
                                to="surveys.wave",
                            ),
                        ),
                        ("opened_date", models.DateField()),
                        ("drawn", models.PositiveIntegerField()),
                        ("free", models.PositiveIntegerField()),
                        ("destroyed", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "opening of answers",
                        "verbose_name_plural": "openings of answers",
                    },
                ),
                migrations.CreateModel(
                    name="PaperSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("printed", "Printed"),
                                    ("entered", "Entered once"),
                                    ("differs", "Entries differ"),
                                    ("taken", "Taken"),
                                    ("spare", "Answered another way"),
                                ],
                                default="printed",
                                max_length=7,
                            ),
                        ),
                        ("printed_at", models.DateTimeField()),
                        (
                            "invitation",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheet",
                                to="surveys.invitation",
                            ),
                        ),
                        (
                            "printed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="surveys.wave",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sheet of paper",
                        "verbose_name_plural": "sheets of paper",
                        "ordering": ["wave", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "number"), name="paper_sheet_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["printed", "entered", "differs", "taken", "spare"])),
                                name="paper_sheet_states",
                            ),
                            models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="paper_sheet_from_one"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField()),
                        ("row", models.UUIDField(editable=False)),
                        ("sealed", models.BinaryField()),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="surveys.papersheet",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry of a sheet",
                        "verbose_name_plural": "entries of a sheet",
                        "ordering": ["sheet", "place"],
                        "constraints": [
                            models.UniqueConstraint(fields=("sheet", "place"), name="paper_entry_once"),
                            models.UniqueConstraint(fields=("sheet", "user"), name="paper_entry_two_people"),
                            models.CheckConstraint(
                                condition=models.Q(("place__range", (1, 2))), name="paper_entry_first_and_second"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextKey",
                    fields=[
                        (
                            "wave",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="text_key",
                                serialize=False,
                                to="surveys.wave",
                            ),
                        ),
                        ("wrapped", models.BinaryField()),
                        ("house_key", models.CharField(db_index=True, editable=False, max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("wrapped", b""), _negated=True), name="text_key_is_there"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Door",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("room", "Code in a room"), ("kiosk", "Tablet in the house")], max_length=5
                            ),
                        ),
                        ("asks_code", models.BooleanField(default=False)),
                        (
                            "nonce",
                            models.CharField(
                                default=foundation.derived_secrets.new_nonce, editable=False, max_length=64
                            ),
                        ),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("shut_at", models.DateTimeField(null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "room",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="survey_doors",
                                to="parties.room",
                            ),
                        ),
                        (
                            "venue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="survey_doors",
                                to="parties.venue",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="doors",
                                to="surveys.wave",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "door",
                        "verbose_name_plural": "doors",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["room", "kiosk"])), name="survey_door_kinds"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("asks_code", False), ("kind", "room"), ("room__isnull", False), ("wave", None)
                                    ),
                                    models.Q(("kind", "kiosk"), ("room", None), ("wave__isnull", False)),
                                    _connector="OR",
                                ),
                                name="survey_door_leads_somewhere",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "room"), ("shut_at", None)),
                                fields=("room",),
                                name="survey_door_one_a_room",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("token_hash__regex", "^[0-9a-f]{64}$")),
                                name="survey_door_is_hashed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("nonce__regex", "^[0-9a-f]{64}$")), name="survey_door_is_random"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("shut_at", None), ("shut_at__gte", models.F("made_at")), _connector="OR"
                                ),
                                name="survey_door_times_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DoorCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code_hash", models.CharField(editable=False, max_length=64)),
                        ("used_date", models.DateField(null=True)),
                        (
                            "invitation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="door_codes",
                                to="surveys.invitation",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="door_codes",
                                to="surveys.wave",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "code_hash"), name="door_code_once"),
                            models.CheckConstraint(
                                condition=models.Q(("code_hash__regex", "^[0-9a-f]{64}$")), name="door_code_is_hashed"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenTicket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("form_hash", models.CharField(editable=False, max_length=64)),
                        ("day", models.DateField()),
                        (
                            "wave",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="surveys.wave",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "form_hash"), name="open_ticket_once"),
                            models.CheckConstraint(
                                condition=models.Q(("form_hash__regex", "^[0-9a-f]{64}$")), name="open_ticket_is_hashed"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(rules.POOL_TAKES, rules.DROP_POOL_TAKES),
        migrations.RunSQL(rules.OPENED_ONCE, rules.DROP_OPENED_ONCE),
        migrations.RunSQL(rules.ASKS_ITS_OWN, rules.DROP_ASKS_ITS_OWN),
        *(
            AuditTable(f"surveys_{table}", left_out, key=rules.KEYS.get(table, "id"))
            for table, left_out in rules.AUDITED.items()
        ),
        *(AppendOnly(f"surveys_{table}") for table in rules.APPEND_ONLY),
    ]
