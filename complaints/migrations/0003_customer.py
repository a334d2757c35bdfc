import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.derived_secrets
from foundation.migration_operations import AppendOnly, AuditTable


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0002_audit_and_evidence"),
        ("contracts", "0023_decided_stays"),
        ("foundation", "0003_seal_by_row"),
        ("parties", "0003_own_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("sms", "SMS"),
                            ("wechat", "WeChat"),
                            ("email", "E-mail"),
                            ("in_person", "In person"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "end",
                    models.CharField(
                        choices=[
                            ("no_answer", "No answer"),
                            ("busy", "Busy"),
                            ("switched_off", "Switched off or out of reach"),
                            ("wrong", "Wrong number or address"),
                            ("left_word", "Left a message"),
                        ],
                        max_length=12,
                        verbose_name="what came of it",
                    ),
                ),
                ("tried_at", models.DateTimeField(verbose_name="tried at")),
                ("recorded_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_attempts",
                        to="complaints.complaint",
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
                "verbose_name": "attempt to reach the customer",
                "verbose_name_plural": "attempts to reach the customer",
                "ordering": ["tried_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "sms", "wechat", "email", "in_person"])),
                        name="attempt_ways",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__in", ["no_answer", "busy", "switched_off", "wrong", "left_word"])),
                        name="attempt_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tried_at__lte", models.F("recorded_at"))), name="attempt_times_in_order"
                    ),
                    models.UniqueConstraint(fields=("complaint", "tried_at"), name="attempt_once_a_moment"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "look at a contact",
                "verbose_name_plural": "looks at contacts",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="contact_look_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("phone", "Phone"), ("sms", "SMS"), ("wechat", "WeChat"), ("email", "E-mail")],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("name_enciphered", models.BinaryField(null=True)),
                ("address_enciphered", models.BinaryField()),
                ("address_hash", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=10,
                    ),
                ),
                ("kept_at", models.DateTimeField()),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contact", to="complaints.complaint"
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "customer's contact",
                "verbose_name_plural": "customers' contacts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["phone", "sms", "wechat", "email"])), name="contact_kinds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address_hash__regex", "^[0-9a-f]{64}$")), name="contact_hash_is_hex"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address_enciphered", b""), _negated=True), name="contact_has_address"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nonce",
                    models.CharField(default=foundation.derived_secrets.new_nonce, editable=False, max_length=64),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_links",
                        to="complaints.complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer's link",
                "verbose_name_plural": "customers' links",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("complaint",), name="customer_link_one_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at", None), ("revoked_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="customer_link_times_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandlingRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stars", models.PositiveSmallIntegerField(verbose_name="stars")),
                ("words", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rating", to="complaints.complaint"
                    ),
                ),
            ],
            options={
                "verbose_name": "rating of the handling",
                "verbose_name_plural": "ratings of the handling",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("stars__range", (1, 5))), name="rating_stars"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "nonce",
                    models.CharField(default=foundation.derived_secrets.new_nonce, editable=False, max_length=64),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="parties.room"
                    ),
                ),
            ],
            options={
                "verbose_name": "room code",
                "verbose_name_plural": "room codes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("room",), name="room_code_one_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at", None), ("revoked_at__gte", models.F("made_at")), _connector="OR"
                        ),
                        name="room_code_times_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WrittenAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(max_length=4000, verbose_name="answer")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")], max_length=10
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="written_answers",
                        to="complaints.complaint",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "written answer",
                "verbose_name_plural": "written answers",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("complaint", "number"), name="written_answer_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="written_answer_numbers"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="written_answer_says_something"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="complaint",
            name="complaint_channels",
        ),
        migrations.AlterField(
            model_name="complaint",
            name="channel",
            field=models.CharField(
                choices=[
                    ("in_person", "In person"),
                    ("phone", "Phone"),
                    ("sms", "SMS"),
                    ("wechat", "WeChat"),
                    ("promoter", "Told to a promoter"),
                    ("front_desk", "Front desk"),
                    ("room_code", "Code in the room"),
                    ("email", "E-mail"),
                ],
                default="in_person",
                max_length=10,
                verbose_name="channel",
            ),
        ),
        migrations.AlterField(
            model_name="complaint",
            name="logged_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="complaintstep",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        ["in_person", "phone", "sms", "wechat", "promoter", "front_desk", "room_code", "email"],
                    )
                ),
                name="complaint_channels",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("logged_by__isnull", False),
                    ("channel__in", ("room_code", "email", "sms", "wechat")),
                    _connector="OR",
                ),
                name="complaint_logged_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", False), ("verb__in", ("confirm", "contest", "add")), _connector="OR"
                ),
                name="step_taken_by_somebody",
            ),
        ),
        migrations.AddField(
            model_name="contactlook",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="complaints.customercontact"
            ),
        ),
        # What is enciphered, and what a secret is made of, never reach the audit.
        AuditTable(
            "complaints_customercontact", columns_left_out=("name_enciphered", "address_enciphered", "address_hash")
        ),
        AuditTable("complaints_contactlook"),
        AuditTable("complaints_contactattempt"),
        AuditTable("complaints_roomcode", columns_left_out=("nonce", "token_hash")),
        AuditTable("complaints_customerlink", columns_left_out=("nonce", "token_hash")),
        AuditTable("complaints_writtenanswer"),
        AuditTable("complaints_handlingrating"),
        AppendOnly("complaints_contactlook"),
        AppendOnly("complaints_contactattempt"),
        AppendOnly("complaints_writtenanswer"),
        AppendOnly("complaints_handlingrating"),
    ]
