"""The tables of complaints as they are after 0009: each with its constraints and indexes. See 0001_squashed_0009_costs."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.derived_secrets

MODELS = [
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
                        ("front_desk", "Front desk"),
                        ("room_code", "Code in the room"),
                        ("email", "E-mail"),
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
                        ("arrived", "Sent in by the customer"),
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
                        ("merged", "Merged into another"),
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
                    null=True,
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
            ("cycle", models.PositiveSmallIntegerField(db_default=1, default=1, editable=False)),
            ("emergency_at", models.DateTimeField(editable=False, null=True)),
            (
                "merged_into",
                models.ForeignKey(
                    db_index=False,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merged_in",
                    to="complaints.complaint",
                ),
            ),
            ("trained_at", models.DateTimeField(editable=False, null=True)),
            ("training_asked_at", models.DateTimeField(editable=False, null=True)),
        ],
        options={
            "verbose_name": "complaint",
            "verbose_name_plural": "complaints",
            "indexes": [
                models.Index(fields=["-received_at", "-id"], name="complaint_recent"),
                models.Index(fields=["venue", "-received_at", "-id"], name="complaint_by_venue"),
                models.Index(
                    condition=models.Q(("state__in", ("closed", "dismissed", "merged")), _negated=True),
                    fields=["urgent_at", "id"],
                    name="complaint_open",
                ),
                models.Index(
                    condition=models.Q(("state__in", ("closed", "dismissed", "merged")), _negated=True),
                    fields=["-received_at", "-id"],
                    name="complaint_open_recent",
                ),
                models.Index(
                    condition=models.Q(("state__in", ("arrived", "recorded"))),
                    fields=["urgent_at", "id"],
                    name="complaint_lane_arriving",
                ),
                models.Index(
                    condition=models.Q(("state__in", ("received", "verified"))),
                    fields=["urgent_at", "id"],
                    name="complaint_lane_judging",
                ),
                models.Index(
                    condition=models.Q(("state__in", ("classified",))),
                    fields=["urgent_at", "id"],
                    name="complaint_lane_planning",
                ),
                models.Index(
                    condition=models.Q(("state__in", ("planned", "executing"))),
                    fields=["urgent_at", "id"],
                    name="complaint_lane_doing",
                ),
                models.Index(
                    condition=models.Q(("state__in", ("executed", "told", "confirmed"))),
                    fields=["urgent_at", "id"],
                    name="complaint_lane_telling",
                ),
                models.Index(
                    condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="complaint_merged"
                ),
                models.Index(
                    condition=models.Q(("trained_at", None), ("training_asked_at__isnull", False)),
                    fields=["training_asked_at", "id"],
                    name="complaint_to_train",
                ),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("subject__in", ["quality", "attitude", "facilities", "drinks", "promotion", "price"])
                    ),
                    name="complaint_subjects",
                ),
                models.CheckConstraint(
                    condition=models.Q(("gravity__in", ["minor", "ordinary", "major"])), name="complaint_gravities"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("contract", None), ("version", None)),
                        models.Q(("contract__isnull", False), ("version__isnull", False)),
                        _connector="OR",
                    ),
                    name="complaint_contract_with_version",
                ),
                models.CheckConstraint(
                    condition=models.Q(("level", None), ("level__range", (1, 3)), _connector="OR"),
                    name="complaint_levels",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("happened_at__lte", models.F("logged_at")), ("logged_at__lte", models.F("received_at"))
                    ),
                    name="complaint_times_in_order",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "channel__in",
                            ["in_person", "phone", "sms", "wechat", "promoter", "front_desk", "room_code", "email"],
                        )
                    ),
                    name="complaint_channels",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("logged_by__isnull", False),
                        ("channel__in", ("room_code", "email", "sms", "wechat")),
                        _connector="OR",
                    ),
                    name="complaint_logged_by_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "state__in",
                            [
                                "arrived",
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
                                "merged",
                            ],
                        )
                    ),
                    name="complaint_stages",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("closed_at__isnull", False), ("state__in", ("closed", "dismissed", "merged"))),
                        models.Q(
                            models.Q(("state__in", ("closed", "dismissed", "merged")), _negated=True),
                            ("closed_at", None),
                        ),
                        _connector="OR",
                    ),
                    name="complaint_closed_has_moment",
                ),
                models.CheckConstraint(condition=models.Q(("cycle__gte", 1)), name="complaint_cycles"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("merged_into__isnull", False), ("state", "merged")),
                        models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                        _connector="OR",
                    ),
                    name="complaint_merged_says_where",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("trained_at", None),
                        models.Q(
                            ("trained_at__gte", models.F("training_asked_at")), ("training_asked_at__isnull", False)
                        ),
                        _connector="OR",
                    ),
                    name="complaint_trained_when_asked",
                ),
            ],
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
                        ("arrived", "Sent in by the customer"),
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
                        ("merged", "Merged into another"),
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
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("cycle", models.PositiveSmallIntegerField(db_default=1, default=1)),
            (
                "gravity",
                models.CharField(
                    blank=True,
                    choices=[("minor", "Minor"), ("ordinary", "Ordinary"), ("major", "Major")],
                    db_default="",
                    default="",
                    max_length=8,
                ),
            ),
        ],
        options={
            "verbose_name": "step",
            "verbose_name_plural": "steps",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("user__isnull", False), ("verb__in", ("confirm", "contest", "add")), _connector="OR"
                    ),
                    name="step_taken_by_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(("gravity__in", ["", "minor", "ordinary", "major"])),
                    name="complaint_step_gravities",
                ),
            ],
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
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={"verbose_name": "piece of evidence", "verbose_name_plural": "evidence", "ordering": ["pk"]},
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
            (
                "counts",
                models.CharField(
                    choices=[("calendar", "Hours of the clock"), ("venue", "Opening hours only")],
                    default="calendar",
                    max_length=8,
                ),
            ),
            ("number", models.PositiveSmallIntegerField(default=1)),
            ("set_at", models.DateTimeField(null=True)),
            (
                "set_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "house rule",
            "verbose_name_plural": "house rules",
            "constraints": [
                models.UniqueConstraint(fields=("venue", "clock", "number"), name="house_rule_once"),
                models.CheckConstraint(condition=models.Q(("hours__range", (0, 720))), name="house_rule_hours"),
                models.CheckConstraint(
                    condition=models.Q(("counts__in", ["calendar", "venue"])), name="house_rule_counts"
                ),
            ],
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
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.houserule"
                ),
            ),
            ("cycle", models.PositiveSmallIntegerField(db_default=1, default=1)),
            (
                "opening",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.venuehours"
                ),
            ),
        ],
        options={
            "verbose_name": "clock",
            "verbose_name_plural": "clocks",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("house_rule", None), ("obligation__isnull", False)),
                        models.Q(("house_rule__isnull", False), ("obligation", None)),
                        _connector="OR",
                    ),
                    name="clock_of_contract_or_house",
                ),
                models.CheckConstraint(
                    condition=models.Q(("opening", None), ("house_rule__isnull", False), _connector="OR"),
                    name="clock_opening_hours_of_the_house",
                ),
            ],
        },
    ),
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
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="complaints.customercontact"
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
                )
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
            ("nonce", models.CharField(default=foundation.derived_secrets.new_nonce, editable=False, max_length=64)),
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
                    condition=models.Q(("revoked_at", None), ("revoked_at__gte", models.F("made_at")), _connector="OR"),
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
            "constraints": [models.CheckConstraint(condition=models.Q(("stars__range", (1, 5))), name="rating_stars")],
        },
    ),
    migrations.CreateModel(
        name="RoomCode",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("nonce", models.CharField(default=foundation.derived_secrets.new_nonce, editable=False, max_length=64)),
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
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="parties.room"),
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
                    condition=models.Q(("revoked_at", None), ("revoked_at__gte", models.F("made_at")), _connector="OR"),
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
    migrations.CreateModel(
        name="CustomerMessage",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(unique=True)),
            (
                "direction",
                models.CharField(choices=[("in", "From the customer"), ("out", "To the customer")], max_length=3),
            ),
            (
                "channel",
                models.CharField(
                    choices=[
                        ("phone", "Phone"),
                        ("in_person", "In person"),
                        ("sms", "SMS"),
                        ("wechat", "WeChat"),
                        ("email", "E-mail"),
                    ],
                    max_length=10,
                ),
            ),
            ("text_enciphered", models.BinaryField()),
            ("left_out", models.PositiveSmallIntegerField(default=0)),
            ("at", models.DateTimeField()),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="complaints.complaint"
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "message of a conversation",
            "verbose_name_plural": "messages of a conversation",
            "ordering": ["at", "pk"],
            "indexes": [models.Index(fields=["complaint", "at", "id"], name="message_of_complaint")],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("direction__in", ["in", "out"])), name="message_directions"),
                models.CheckConstraint(
                    condition=models.Q(("channel__in", ["phone", "in_person", "sms", "wechat", "email"])),
                    name="message_channels",
                ),
                models.CheckConstraint(
                    condition=models.Q(("text_enciphered", b""), _negated=True), name="message_has_text"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("user__isnull", False),
                        models.Q(("channel__in", ["sms", "wechat", "email"]), ("direction", "in")),
                        _connector="OR",
                    ),
                    name="message_written_by_somebody",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="InternalNote",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(unique=True)),
            ("text_enciphered", models.BinaryField()),
            ("at", models.DateTimeField()),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="internal_notes",
                    to="complaints.complaint",
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "internal note",
            "verbose_name_plural": "internal notes",
            "ordering": ["at", "pk"],
            "indexes": [models.Index(fields=["complaint", "party"], name="internal_note_of_complaint")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("text_enciphered", b""), _negated=True), name="internal_note_has_text"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="MessageDelivery",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("queued", "On its way"),
                        ("sent", "Handed over"),
                        ("delivered", "Arrived"),
                        ("failed", "Did not arrive"),
                    ],
                    default="queued",
                    max_length=10,
                ),
            ),
            ("provider_id", models.CharField(blank=True, max_length=100)),
            ("reason", models.CharField(blank=True, max_length=40)),
            ("sent_at", models.DateTimeField(null=True)),
            ("delivered_at", models.DateTimeField(null=True)),
            ("failed_at", models.DateTimeField(null=True)),
            (
                "message",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="delivery",
                    to="complaints.customermessage",
                ),
            ),
        ],
        options={
            "verbose_name": "delivery",
            "verbose_name_plural": "deliveries",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["queued", "sent", "delivered", "failed"])), name="delivery_states"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                    ),
                    name="delivery_sent_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                        models.Q(models.Q(("state", "delivered"), _negated=True), ("delivered_at", None)),
                        _connector="OR",
                    ),
                    name="delivery_delivered_when",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("failed_at__isnull", False), ("state", "failed"), models.Q(("reason", ""), _negated=True)
                        ),
                        models.Q(models.Q(("state", "failed"), _negated=True), ("failed_at", None), ("reason", "")),
                        _connector="OR",
                    ),
                    name="delivery_failed_when_and_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ParkedMail",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(unique=True)),
            (
                "reason",
                models.CharField(
                    choices=[
                        ("too_big", "It is too big."),
                        ("unreadable", "It cannot be read."),
                        ("too_many_parts", "It has too many parts."),
                        ("no_sender", "It names no sender."),
                        ("no_text", "It says nothing, and holds no file that is accepted."),
                        ("too_many", "Its sender has written too often in one hour."),
                        ("refused", "It could not be logged for this venue."),
                    ],
                    max_length=20,
                ),
            ),
            ("about_enciphered", models.BinaryField(null=True)),
            ("parked_at", models.DateTimeField()),
            ("settled_at", models.DateTimeField(null=True)),
            (
                "settled_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "venue",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.venue"),
            ),
        ],
        options={
            "verbose_name": "parked mail",
            "verbose_name_plural": "parked mails",
            "ordering": ["-parked_at", "-pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "reason__in",
                            ["too_big", "unreadable", "too_many_parts", "no_sender", "no_text", "too_many", "refused"],
                        )
                    ),
                    name="parked_mail_reasons",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("settled_at", None), ("settled_by", None)),
                        models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="parked_mail_settled_by_somebody",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ReplyTemplate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=60, verbose_name="name")),
            ("zh_hans", models.TextField(max_length=1000, verbose_name="Simplified Chinese")),
            ("zh_hant", models.TextField(blank=True, max_length=1000, verbose_name="Traditional Chinese")),
            ("en", models.TextField(blank=True, max_length=1000, verbose_name="English")),
            ("retired_at", models.DateTimeField(editable=False, null=True)),
            (
                "party",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="reply_templates", to="parties.party"
                ),
            ),
        ],
        options={
            "verbose_name": "reply template",
            "verbose_name_plural": "reply templates",
            "ordering": ["name", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("retired_at", None)), fields=("party", "name"), name="reply_template_name_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(models.Q(("zh_hans", ""), _negated=True), models.Q(("name", ""), _negated=True)),
                    name="reply_template_says",
                ),
            ],
        },
    ),
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
            "constraints": [models.UniqueConstraint(fields=("file", "offset"), name="file_piece_once")],
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
                    on_delete=django.db.models.deletion.PROTECT, related_name="phone_times", to="complaints.complaint"
                ),
            ),
        ],
        options={"verbose_name": "times of a phone", "verbose_name_plural": "times of phones"},
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
                models.CheckConstraint(condition=models.Q(("wrong_tries__lte", 5)), name="pin_tries_counted")
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
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="ComplaintLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("repeat", "The same trouble again"),
                        ("same_person", "The same person"),
                        ("same_room", "The same room"),
                    ],
                    max_length=12,
                    verbose_name="kind",
                ),
            ),
            ("linked_at", models.DateTimeField()),
            (
                "first",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.complaint"
                ),
            ),
            (
                "second",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.complaint"
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
            "verbose_name": "link between complaints",
            "verbose_name_plural": "links between complaints",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("first", "second"), name="complaint_link_once"),
                models.CheckConstraint(
                    condition=models.Q(("first__lt", models.F("second"))), name="complaint_link_in_order"
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["repeat", "same_person", "same_room"])),
                    name="complaint_link_kinds",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="EscalationLevel",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveSmallIntegerField()),
            (
                "clock",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="levels", to="complaints.clock"
                ),
            ),
            (
                "deadline",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="escalation_level",
                    to="deadlines.deadline",
                ),
            ),
        ],
        options={
            "verbose_name": "level of escalation",
            "verbose_name_plural": "levels of escalation",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("clock", "number"), name="escalation_level_once"),
                models.CheckConstraint(condition=models.Q(("number__range", (1, 3))), name="escalation_level_numbers"),
            ],
        },
    ),
    migrations.CreateModel(
        name="EscalationRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("level", models.PositiveSmallIntegerField()),
            (
                "chief",
                models.CharField(
                    choices=[
                        ("owner", "Whoever answers for the step"),
                        ("customer_service", "Customer service"),
                        ("marketing", "Marketing"),
                        ("hr", "Human resources"),
                        ("venue_manager", "Venue manager"),
                        ("contract_owner", "Client's contract owner"),
                        ("account_manager", "Account manager"),
                    ],
                    max_length=20,
                ),
            ),
            ("minutes", models.PositiveSmallIntegerField()),
            ("minutes_major", models.PositiveSmallIntegerField()),
            ("set_at", models.DateTimeField()),
            (
                "set_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "venue",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="escalation_rules", to="parties.venue"
                ),
            ),
        ],
        options={
            "verbose_name": "rule of escalation",
            "verbose_name_plural": "rules of escalation",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("level__range", (1, 3))), name="escalation_rule_levels"),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "chief__in",
                            [
                                "owner",
                                "customer_service",
                                "marketing",
                                "hr",
                                "venue_manager",
                                "contract_owner",
                                "account_manager",
                            ],
                        )
                    ),
                    name="escalation_rule_chiefs",
                ),
                models.CheckConstraint(
                    condition=models.Q(("minutes__range", (1, 10080)), ("minutes_major__range", (1, 10080))),
                    name="escalation_rule_minutes",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="EscalationWord",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("note", models.CharField(max_length=300)),
            ("at", models.DateTimeField()),
            (
                "level",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="word", to="complaints.escalationlevel"
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
            "verbose_name": "word on an escalation",
            "verbose_name_plural": "words on escalations",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("note", ""), _negated=True), name="escalation_word_says_something"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="CompensationTable",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveSmallIntegerField()),
            ("starts_date", models.DateField(verbose_name="in force from")),
            ("cap", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="most for one complaint")),
            ("made_at", models.DateTimeField()),
            (
                "made_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "party",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="compensation_tables", to="parties.party"
                ),
            ),
        ],
        options={
            "verbose_name": "rules of compensation",
            "verbose_name_plural": "rules of compensation",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("starts_date", None),
                        ("starts_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="compensation_table_day_known",
                ),
                models.UniqueConstraint(fields=("party", "number"), name="compensation_table_once"),
                models.CheckConstraint(condition=models.Q(("cap__gt", 0)), name="compensation_cap_positive"),
            ],
        },
    ),
    migrations.CreateModel(
        name="CompensationRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "subject",
                models.CharField(
                    blank=True,
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
                    blank=True,
                    choices=[("minor", "Minor"), ("ordinary", "Ordinary"), ("major", "Major")],
                    max_length=8,
                    verbose_name="gravity",
                ),
            ),
            ("level", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="level")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("voucher", "Voucher"),
                        ("discount", "Discount"),
                        ("refund", "Refund"),
                        ("gift", "Gift"),
                        ("cash", "Cash"),
                    ],
                    max_length=8,
                    verbose_name="kind",
                ),
            ),
            ("least", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="at least")),
            ("most", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="at most")),
            ("free_up_to", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="no approval up to")),
            (
                "table",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="complaints.compensationtable"
                ),
            ),
        ],
        options={
            "verbose_name": "rule of compensation",
            "verbose_name_plural": "rules of compensation",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("table", "subject", "gravity", "level", "kind"),
                    name="compensation_rule_once",
                    nulls_distinct=False,
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("subject__in", ["", "quality", "attitude", "facilities", "drinks", "promotion", "price"])
                    ),
                    name="compensation_rule_subjects",
                ),
                models.CheckConstraint(
                    condition=models.Q(("gravity__in", ["", "minor", "ordinary", "major"])),
                    name="compensation_rule_gravities",
                ),
                models.CheckConstraint(
                    condition=models.Q(("level", None), ("level__range", (1, 3)), _connector="OR"),
                    name="compensation_rule_levels",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["voucher", "discount", "refund", "gift", "cash"])),
                    name="compensation_rule_kinds",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("free_up_to__range", (0, models.F("most"))),
                        ("least__gte", 0),
                        ("most__gte", models.F("least")),
                    ),
                    name="compensation_rule_range",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Compensation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("key", models.UUIDField(unique=True)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("voucher", "Voucher"),
                        ("discount", "Discount"),
                        ("refund", "Refund"),
                        ("gift", "Gift"),
                        ("cash", "Cash"),
                    ],
                    max_length=8,
                    verbose_name="kind",
                ),
            ),
            ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
            ("is_beyond", models.BooleanField()),
            ("needs_approval", models.BooleanField()),
            ("reason", models.TextField(max_length=1000, verbose_name="reason")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("proposed", "Waits for approval"),
                        ("approved", "Approved"),
                        ("rejected", "Rejected"),
                        ("paid", "Given to the customer"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    editable=False,
                    max_length=9,
                ),
            ),
            ("asked_at", models.DateTimeField()),
            ("decided_at", models.DateTimeField(null=True)),
            ("decision", models.TextField(blank=True, max_length=1000)),
            ("ended_at", models.DateTimeField(null=True)),
            ("paid_date", models.DateField(null=True)),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="compensations", to="complaints.complaint"
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "ended_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "receipt",
                models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
            (
                "rule",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="complaints.compensationrule",
                ),
            ),
            (
                "table",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="complaints.compensationtable"
                ),
            ),
        ],
        options={
            "verbose_name": "compensation",
            "verbose_name_plural": "compensations",
            "ordering": ["pk"],
            "indexes": [
                models.Index(condition=models.Q(("state", "paid")), fields=["paid_date"], name="compensation_paid"),
                models.Index(
                    condition=models.Q(("state__in", ["proposed", "approved"])),
                    fields=["asked_at"],
                    name="compensation_open",
                ),
            ],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="compensation_positive"),
                models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="compensation_says_why"),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["voucher", "discount", "refund", "gift", "cash"])),
                    name="compensation_kinds",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="compensation_two_people",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("is_beyond", False), ("rule__isnull", False)),
                        models.Q(("is_beyond", True), ("needs_approval", True)),
                        _connector="OR",
                    ),
                    name="compensation_beyond_needs_approval",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("decided_at", None),
                            ("decided_by", None),
                            ("ended_at", None),
                            ("needs_approval", True),
                            ("state", "proposed"),
                        ),
                        models.Q(
                            ("decided_at__isnull", False),
                            models.Q(("needs_approval", False), ("decided_by__isnull", False), _connector="OR"),
                            models.Q(("is_beyond", False), models.Q(("decision", ""), _negated=True), _connector="OR"),
                            ("ended_at", None),
                            ("state", "approved"),
                        ),
                        models.Q(
                            ("decided_at__isnull", False),
                            models.Q(("needs_approval", False), ("decided_by__isnull", False), _connector="OR"),
                            models.Q(("is_beyond", False), models.Q(("decision", ""), _negated=True), _connector="OR"),
                            ("ended_at__isnull", False),
                            ("ended_by__isnull", False),
                            ("paid_date__isnull", False),
                            ("state", "paid"),
                        ),
                        models.Q(
                            ("decided_by__isnull", False),
                            ("ended_at", None),
                            ("state", "rejected"),
                            models.Q(("decision", ""), _negated=True),
                        ),
                        models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("state", "withdrawn")),
                        _connector="OR",
                    ),
                    name="compensation_state_fits",
                ),
                models.CheckConstraint(
                    condition=models.Q(("state", "paid"), ("paid_date", None), _connector="OR"),
                    name="compensation_paid_has_day",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ApprovalLimit",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "role",
                models.CharField(
                    choices=[
                        ("account_manager", "Account manager"),
                        ("contract_owner", "Client's contract owner"),
                        ("floor", "Floor staff"),
                        ("promoter", "Promoter"),
                        ("customer_service", "Customer service"),
                        ("marketing", "Marketing"),
                        ("promotions", "Promotions"),
                        ("hr", "Human resources"),
                        ("venue_manager", "Venue manager"),
                        ("finance", "Finance"),
                        ("auditor", "Auditor"),
                        ("administrator", "Administrator"),
                    ],
                    max_length=20,
                    verbose_name="role",
                ),
            ),
            ("within", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="within the rules up to")),
            ("beyond", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="beyond the rules up to")),
            (
                "table",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="limits",
                    to="complaints.compensationtable",
                ),
            ),
        ],
        options={
            "verbose_name": "approval limit",
            "verbose_name_plural": "approval limits",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("table", "role"), name="approval_limit_once"),
                models.CheckConstraint(
                    condition=models.Q(("beyond__gte", 0), ("within__gte", 0)), name="approval_limit_not_negative"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ComplaintTask",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("what", models.TextField(max_length=500, verbose_name="what is to be done")),
            (
                "desk",
                models.CharField(
                    blank=True,
                    choices=[
                        ("account_manager", "Account manager"),
                        ("contract_owner", "Client's contract owner"),
                        ("floor", "Floor staff"),
                        ("promoter", "Promoter"),
                        ("customer_service", "Customer service"),
                        ("marketing", "Marketing"),
                        ("promotions", "Promotions"),
                        ("hr", "Human resources"),
                        ("venue_manager", "Venue manager"),
                        ("finance", "Finance"),
                        ("auditor", "Auditor"),
                        ("administrator", "Administrator"),
                    ],
                    max_length=20,
                    verbose_name="desk",
                ),
            ),
            (
                "state",
                models.CharField(
                    choices=[
                        ("open", "To be done"),
                        ("done", "Done"),
                        ("declined", "Declined"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="open",
                    editable=False,
                    max_length=10,
                ),
            ),
            ("given_at", models.DateTimeField()),
            ("words", models.TextField(blank=True, editable=False, max_length=1000)),
            ("ended_at", models.DateTimeField(editable=False, null=True)),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="complaints.complaint"
                ),
            ),
            (
                "deadline",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="complaint_task", to="deadlines.deadline"
                ),
            ),
            (
                "ended_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "given_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "task",
            "verbose_name_plural": "tasks",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "done", "declined", "withdrawn"])), name="task_states"
                ),
                models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="task_says_what"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at", None), ("ended_by", None), ("state", "open")),
                        models.Q(
                            models.Q(("state", "open"), _negated=True),
                            ("ended_at__isnull", False),
                            ("ended_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="task_end_has_person",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["declined", "withdrawn"]), _negated=True),
                        models.Q(("words", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="task_refusal_says_why",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CorrectiveAction",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("what", models.TextField(max_length=1000, verbose_name="what is changed")),
            (
                "sameness",
                models.CharField(
                    choices=[
                        ("cause", "The same cause"),
                        ("room", "The same room"),
                        ("person", "The same person"),
                        ("subject", "The same subject"),
                    ],
                    max_length=8,
                    verbose_name="counted as a repeat",
                ),
            ),
            ("check_days", models.PositiveSmallIntegerField(verbose_name="days until the check")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("open", "To be done"),
                        ("done", "Done, effect still to be checked"),
                        ("worked", "It worked"),
                        ("failed", "It did not work"),
                        ("dropped", "Dropped"),
                    ],
                    default="open",
                    editable=False,
                    max_length=8,
                ),
            ),
            ("set_at", models.DateTimeField()),
            ("done_at", models.DateTimeField(editable=False, null=True)),
            ("done_words", models.TextField(blank=True, editable=False, max_length=1000)),
            ("ended_at", models.DateTimeField(editable=False, null=True)),
            ("words", models.TextField(blank=True, editable=False, max_length=1000)),
            ("before_count", models.PositiveIntegerField(editable=False, null=True)),
            ("before_of", models.PositiveIntegerField(editable=False, null=True)),
            ("after_count", models.PositiveIntegerField(editable=False, null=True)),
            ("after_of", models.PositiveIntegerField(editable=False, null=True)),
            (
                "check_deadline",
                models.OneToOneField(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="effect_check",
                    to="deadlines.deadline",
                ),
            ),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="complaints.complaint"
                ),
            ),
            (
                "deadline",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="corrective_action",
                    to="deadlines.deadline",
                ),
            ),
            (
                "done_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "ended_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "set_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "corrective action",
            "verbose_name_plural": "corrective actions",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "done", "worked", "failed", "dropped"])),
                    name="action_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(("sameness__in", ["cause", "room", "person", "subject"])), name="action_sameness"
                ),
                models.CheckConstraint(condition=models.Q(("what", ""), _negated=True), name="action_says_what"),
                models.CheckConstraint(condition=models.Q(("check_days__range", (1, 365))), name="action_check_days"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("check_deadline", None), ("done_at", None), ("ended_at", None), ("state", "open")),
                        models.Q(
                            ("check_deadline__isnull", False),
                            ("done_at__isnull", False),
                            ("ended_at", None),
                            ("state", "done"),
                        ),
                        models.Q(
                            ("check_deadline__isnull", False),
                            ("done_at__isnull", False),
                            ("state__in", ["worked", "failed"]),
                        ),
                        ("state", "dropped"),
                        _connector="OR",
                    ),
                    name="action_done_before_checked",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["open", "done"]),
                        models.Q(
                            ("ended_at__isnull", False),
                            ("ended_by__isnull", False),
                            models.Q(("words", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="action_end_says_why",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("after_count", None), ("after_of", None), ("before_count", None), ("before_of", None)
                        ),
                        models.Q(
                            ("after_count__lte", models.F("after_of")),
                            ("before_count__lte", models.F("before_of")),
                            ("state__in", ["worked", "failed"]),
                        ),
                        _connector="OR",
                    ),
                    name="action_counts_at_check",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state__in", ["worked", "failed"]), _negated=True),
                        models.Q(
                            ("before_count__isnull", False),
                            ("before_of__isnull", False),
                            ("after_count__isnull", False),
                            ("after_of__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="action_verdict_has_counts",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Mediation",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("opened_at", models.DateTimeField()),
            (
                "state",
                models.CharField(
                    choices=[("open", "Under way"), ("settled", "Settled"), ("failed", "Without agreement")],
                    default="open",
                    editable=False,
                    max_length=8,
                ),
            ),
            ("outcome", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="outcome")),
            ("ended_at", models.DateTimeField(editable=False, null=True)),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="mediations", to="complaints.complaint"
                ),
            ),
            (
                "ended_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "mediator",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "opened_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "mediation",
            "verbose_name_plural": "mediations",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "settled", "failed"])), name="mediation_states"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at", None), ("ended_by", None), ("state", "open")),
                        models.Q(
                            models.Q(("state", "open"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            ("ended_at__isnull", False),
                            ("ended_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="mediation_end_has_outcome",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("state", "open")), fields=("complaint",), name="mediation_one_at_a_time"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="RootCause",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("whys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ("written_at", models.DateTimeField()),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="root_causes", to="complaints.complaint"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "written_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "root cause",
            "verbose_name_plural": "root causes",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("whys__len__range", (1, 5))), name="root_cause_one_to_five_whys"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Statement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField(max_length=4000, verbose_name="statement")),
            ("written_at", models.DateTimeField()),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="complaints.complaint"
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "speaker",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "written_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "statement",
            "verbose_name_plural": "statements",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("text", ""), _negated=True), name="complaint_statement_says_something"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="Apology",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "way",
                models.CharField(
                    choices=[("spoken", "Spoken"), ("written", "Written"), ("gift", "With a gift")],
                    max_length=8,
                    verbose_name="way of apologising",
                ),
            ),
            ("words", models.TextField(max_length=1000, verbose_name="for what")),
            ("planned_at", models.DateTimeField()),
            ("given_at", models.DateTimeField(editable=False, null=True)),
            ("noted_at", models.DateTimeField(editable=False, null=True)),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="apologies", to="complaints.complaint"
                ),
            ),
            (
                "noted_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="who apologises",
                ),
            ),
            (
                "planned_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "apology",
            "verbose_name_plural": "apologies",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("way__in", ["spoken", "written", "gift"])), name="apology_ways"
                ),
                models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="apology_says_for_what"),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("given_at", None), ("noted_at", None), ("noted_by", None)),
                        models.Q(
                            ("given_at__gte", models.F("planned_at")),
                            ("given_at__isnull", False),
                            ("noted_at__gte", models.F("given_at")),
                            ("noted_at__isnull", False),
                            ("noted_by__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="apology_given_after_planned",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CauseFinding",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "cause",
                models.CharField(
                    choices=[
                        ("product", "Product"),
                        ("service", "Service"),
                        ("promotion", "Promotion"),
                        ("facilities", "Facilities"),
                        ("price", "Price"),
                    ],
                    max_length=10,
                    verbose_name="cause",
                ),
            ),
            ("found_at", models.DateTimeField()),
            (
                "complaint",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="complaints.complaint"
                ),
            ),
            (
                "found_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "verbose_name": "finding of the cause",
            "verbose_name_plural": "findings of the cause",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("cause__in", ["product", "service", "promotion", "facilities", "price"])),
                    name="cause_finding_causes",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="CauseRule",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "gravity",
                models.CharField(
                    choices=[("minor", "Minor"), ("ordinary", "Ordinary"), ("major", "Major")],
                    max_length=8,
                    verbose_name="cause needed from",
                ),
            ),
            (
                "venue",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="cause_rule", to="parties.venue"
                ),
            ),
        ],
        options={
            "verbose_name": "rule on causes",
            "verbose_name_plural": "rules on causes",
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("gravity__in", ["minor", "ordinary", "major"])), name="cause_rule_gravities"
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="CostMonth",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("month", models.DateField(help_text="the month's first day", verbose_name="month")),
            ("locked_at", models.DateTimeField(editable=False, null=True)),
            ("total", models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=14)),
            (
                "journal",
                models.OneToOneField(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ledger.journal",
                ),
            ),
            (
                "locked_by",
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
        ],
        options={
            "verbose_name": "month of costs",
            "verbose_name_plural": "months of costs",
            "ordering": ["party", "-month"],
            "constraints": [
                models.UniqueConstraint(fields=("party", "month"), name="cost_month_once"),
                models.CheckConstraint(condition=models.Q(("month__day", 1)), name="cost_month_starts_on_the_first"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("month", None),
                        ("month__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="cost_month_known",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("journal", None), ("locked_at", None), ("locked_by", None), ("total", 0)),
                        models.Q(("locked_at__isnull", False), ("locked_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="cost_month_locked_by_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(("locked_at", None), ("journal__isnull", False), ("total", 0), _connector="OR"),
                    name="cost_month_is_in_the_books",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ExpenseClaim",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("training", "Training"),
                        ("equipment", "Equipment"),
                        ("surveys", "Surveys"),
                        ("compensation", "Compensation"),
                    ],
                    max_length=12,
                    verbose_name="kind",
                ),
            ),
            ("purpose", models.CharField(max_length=160, verbose_name="what for")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("submitted", "Handed in"),
                        ("approved", "Approved"),
                        ("rejected", "Rejected"),
                        ("settled", "Settled"),
                        ("dropped", "Dropped"),
                    ],
                    default="draft",
                    max_length=10,
                    verbose_name="state",
                ),
            ),
            ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="amount")),
            ("overrun", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
            ("asked_at", models.DateTimeField()),
            ("decided_at", models.DateTimeField(null=True)),
            (
                "asked_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "complaint",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="claims",
                    to="complaints.complaint",
                ),
            ),
            (
                "contract",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                ),
            ),
            (
                "decided_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "month",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="claims",
                    to="complaints.costmonth",
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "venue",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="parties.venue",
                    verbose_name="venue",
                ),
            ),
        ],
        options={
            "verbose_name": "expense claim",
            "verbose_name_plural": "expense claims",
            "ordering": ["-pk"],
            "indexes": [models.Index(fields=["party", "-id"], name="claim_by_party")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        ("state__in", ["draft", "submitted", "approved", "rejected", "settled", "dropped"])
                    ),
                    name="claim_states",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["training", "equipment", "surveys", "compensation"])),
                    name="claim_kinds",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("amount__gt", 0), models.Q(("amount", 0), ("state__in", ["draft", "dropped"])), _connector="OR"
                    ),
                    name="claim_is_for_something",
                ),
                models.CheckConstraint(condition=models.Q(("overrun__gte", 0)), name="claim_overrun_not_below_zero"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("decided_by", None),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="claim_decided_by_another",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("decided_at__isnull", False),
                            ("decided_by__isnull", False),
                            ("state__in", ("approved", "rejected", "settled")),
                        ),
                        models.Q(
                            models.Q(("state__in", ("approved", "rejected", "settled")), _negated=True),
                            ("decided_at", None),
                            ("decided_by", None),
                        ),
                        _connector="OR",
                    ),
                    name="claim_decided_by_somebody",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("month__isnull", False), ("state__in", ("approved", "settled"))),
                        models.Q(models.Q(("state__in", ("approved", "settled")), _negated=True), ("month", None)),
                        _connector="OR",
                    ),
                    name="claim_counts_once_approved",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ClaimStep",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("verb", models.CharField(max_length=10)),
            ("note", models.CharField(blank=True, max_length=300)),
            ("at", models.DateTimeField()),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="complaints.expenseclaim"
                ),
            ),
        ],
        options={"verbose_name": "step of a claim", "verbose_name_plural": "steps of claims", "ordering": ["pk"]},
    ),
    migrations.CreateModel(
        name="ClaimLine",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("spent_date", models.DateField(verbose_name="paid on")),
            ("text", models.CharField(max_length=160, verbose_name="what")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="complaints.expenseclaim"
                ),
            ),
        ],
        options={
            "verbose_name": "line of a claim",
            "verbose_name_plural": "lines of claims",
            "ordering": ["spent_date", "pk"],
            "constraints": [
                models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="claim_line_is_positive"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("spent_date", None),
                        ("spent_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                        _connector="OR",
                    ),
                    name="claim_line_day_known",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Receipt",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("added_at", models.DateTimeField()),
            (
                "claim",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="complaints.expenseclaim"
                ),
            ),
            (
                "file",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                ),
            ),
        ],
        options={"verbose_name": "receipt", "verbose_name_plural": "receipts", "ordering": ["pk"]},
    ),
    migrations.CreateModel(
        name="SettledCost",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("source", models.CharField(max_length=20)),
            ("source_id", models.BigIntegerField()),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("training", "Training"),
                        ("equipment", "Equipment"),
                        ("surveys", "Surveys"),
                        ("compensation", "Compensation"),
                    ],
                    max_length=12,
                    verbose_name="kind",
                ),
            ),
            ("text", models.CharField(max_length=200)),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            (
                "complaint",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="settled_costs",
                    to="complaints.complaint",
                ),
            ),
            (
                "contract",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                ),
            ),
            (
                "month",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="costs", to="complaints.costmonth"
                ),
            ),
            (
                "venue",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.venue"
                ),
            ),
        ],
        options={
            "verbose_name": "settled cost",
            "verbose_name_plural": "settled costs",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("source", "source_id"), name="cost_settled_once"),
                models.CheckConstraint(
                    condition=models.Q(("amount", 0), _negated=True), name="settled_cost_is_something"
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["training", "equipment", "surveys", "compensation"])),
                    name="settled_cost_kinds",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="CostAdjustment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            ("reason", models.CharField(max_length=200, verbose_name="reason")),
            ("at", models.DateTimeField()),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "month",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="complaints.costmonth"
                ),
            ),
            (
                "corrects",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="complaints.settledcost"
                ),
            ),
        ],
        options={
            "verbose_name": "adjustment of a cost",
            "verbose_name_plural": "adjustments of costs",
            "ordering": ["pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("amount", 0), _negated=True), name="cost_adjustment_is_something"
                ),
                models.CheckConstraint(
                    condition=models.Q(("reason", ""), _negated=True), name="cost_adjustment_has_reason"
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="Budget",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("year", models.PositiveSmallIntegerField(verbose_name="year")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("training", "Training"),
                        ("equipment", "Equipment"),
                        ("surveys", "Surveys"),
                        ("compensation", "Compensation"),
                    ],
                    max_length=12,
                    verbose_name="kind",
                ),
            ),
            ("number", models.PositiveSmallIntegerField()),
            ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
            ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ("set_at", models.DateTimeField()),
            (
                "contract",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="contracts.contract",
                    verbose_name="contract",
                ),
            ),
            (
                "party",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
            ),
            (
                "user",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "venue",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="parties.venue",
                    verbose_name="venue",
                ),
            ),
        ],
        options={
            "verbose_name": "budget",
            "verbose_name_plural": "budgets",
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("contract", None)),
                    fields=("party", "venue", "year", "kind", "number"),
                    name="budget_version_once_at_venue",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("venue", None)),
                    fields=("party", "contract", "year", "kind", "number"),
                    name="budget_version_once_under_contract",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("contract__isnull", False), ("venue", None)),
                        models.Q(("contract", None), ("venue__isnull", False)),
                        _connector="OR",
                    ),
                    name="budget_of_venue_or_contract",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["training", "equipment", "surveys", "compensation"])),
                    name="budget_kinds",
                ),
                models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="budget_not_below_zero"),
                models.CheckConstraint(condition=models.Q(("year__range", (1990, 2199))), name="budget_year_known"),
                models.CheckConstraint(
                    condition=models.Q(
                        ("number", 1),
                        models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)),
                        _connector="OR",
                    ),
                    name="budget_change_has_reason",
                ),
            ],
        },
    ),
]
