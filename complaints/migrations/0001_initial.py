import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0002_guards"),
        ("deadlines", "0002_audit_and_pause_ledger"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("phone", "Phone"),
                            ("sms", "SMS"),
                            ("wechat", "WeChat"),
                            ("promoter", "Told to a promoter"),
                        ],
                        default="in_person",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("quality", "Service quality"),
                            ("attitude", "Service attitude"),
                            ("facilities", "Facilities"),
                            ("drinks", "Drinks"),
                            ("promotion", "Promotion"),
                            ("price", "Price"),
                        ],
                        max_length=10,
                        verbose_name="subject",
                    ),
                ),
                (
                    "gravity",
                    models.CharField(
                        choices=[("minor", "Minor"), ("ordinary", "Ordinary"), ("major", "Major")],
                        max_length=8,
                        verbose_name="gravity",
                    ),
                ),
                ("what_happened", models.TextField(blank=True, max_length=2000, verbose_name="what happened")),
                ("level", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="level")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded by a promoter"),
                            ("received", "Received"),
                            ("verified", "Verified"),
                            ("classified", "Classified"),
                            ("planned", "Planned"),
                            ("executing", "Being carried out"),
                            ("executed", "Carried out"),
                            ("told", "Customer told"),
                            ("confirmed", "Confirmed by the customer"),
                            ("closed", "Closed"),
                            ("dismissed", "Dismissed"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="happened at")),
                ("logged_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("urgent_at", models.DateTimeField(editable=False, null=True)),
                (
                    "concerns",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="concerns",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="contracts.contract",
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="parties.room",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="parties.venue",
                        verbose_name="venue",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contractversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
            },
        ),
        migrations.CreateModel(
            name="ComplaintStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded by a promoter"),
                            ("received", "Received"),
                            ("verified", "Verified"),
                            ("classified", "Classified"),
                            ("planned", "Planned"),
                            ("executing", "Being carried out"),
                            ("executed", "Carried out"),
                            ("told", "Customer told"),
                            ("confirmed", "Confirmed by the customer"),
                            ("closed", "Closed"),
                            ("dismissed", "Dismissed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="complaints.complaint"
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
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="complaints.complaint"
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
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
                "verbose_name": "piece of evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HouseRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clock", models.CharField(max_length=20)),
                ("hours", models.PositiveSmallIntegerField(verbose_name="hours")),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="house_rules", to="parties.venue"
                    ),
                ),
            ],
            options={
                "verbose_name": "house rule",
                "verbose_name_plural": "house rules",
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20)),
                (
                    "deadline",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clock", to="deadlines.deadline"
                    ),
                ),
                (
                    "obligation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clock",
                        to="contracts.obligation",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clocks", to="complaints.complaint"
                    ),
                ),
                (
                    "house_rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.houserule",
                    ),
                ),
            ],
            options={
                "verbose_name": "clock",
                "verbose_name_plural": "clocks",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["-received_at", "-id"], name="complaint_recent"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["venue", "-received_at", "-id"], name="complaint_by_venue"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("state__in", ["closed", "dismissed"]), _negated=True),
                fields=["urgent_at", "id"],
                name="complaint_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "recorded",
                            "received",
                            "verified",
                            "classified",
                            "planned",
                            "executing",
                            "executed",
                            "told",
                            "confirmed",
                            "closed",
                            "dismissed",
                        ],
                    )
                ),
                name="complaint_stages",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("subject__in", ["quality", "attitude", "facilities", "drinks", "promotion", "price"])
                ),
                name="complaint_subjects",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("gravity__in", ["minor", "ordinary", "major"])), name="complaint_gravities"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["in_person", "phone", "sms", "wechat", "promoter"])),
                name="complaint_channels",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state__in", ["closed", "dismissed"])),
                    models.Q(models.Q(("state__in", ["closed", "dismissed"]), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="complaint_closed_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("contract", None), ("version", None)),
                    models.Q(("contract__isnull", False), ("version__isnull", False)),
                    _connector="OR",
                ),
                name="complaint_contract_with_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", None), ("level__range", (1, 3)), _connector="OR"), name="complaint_levels"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("happened_at__lte", models.F("logged_at")), ("logged_at__lte", models.F("received_at"))
                ),
                name="complaint_times_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="houserule",
            constraint=models.UniqueConstraint(fields=("venue", "clock"), name="house_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="houserule",
            constraint=models.CheckConstraint(condition=models.Q(("hours__range", (1, 720))), name="house_rule_hours"),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("house_rule", None), ("obligation__isnull", False)),
                    models.Q(("house_rule__isnull", False), ("obligation", None)),
                    _connector="OR",
                ),
                name="clock_of_contract_or_house",
            ),
        ),
    ]
