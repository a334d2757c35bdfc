import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import foundation.derived_secrets
from foundation.migration_operations import AppendOnly, AuditTable, CreateModels
from surveys.migrations import _rules as rules


class Migration(migrations.Migration):
    """Questionnaires, waves, invitations, answers, results and measures."""

    initial = True

    dependencies = [
        ("contracts", "0024_whose_word"),
        ("deadlines", "0004_handings_on"),
        ("foundation", "0003_seal_by_row"),
        ("members", "0006_erased_from_imports"),
        ("parties", "0004_leave_and_opening_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Questionnaire",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questionnaires",
                                to="parties.party",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("contract", "Survey of a contract"),
                                    ("handling", "After a complaint"),
                                    ("training", "After a training"),
                                    ("promotion", "After a promotion"),
                                    ("staff", "Staff survey"),
                                ],
                                max_length=9,
                                verbose_name="what it is for",
                            ),
                        ),
                        ("is_archived", models.BooleanField(default=False)),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "questionnaire",
                        "verbose_name_plural": "questionnaires",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_archived", False)),
                                fields=("party", "name"),
                                name="questionnaire_name_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="questionnaire_has_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("purpose__in", ["contract", "handling", "training", "promotion", "staff"])
                                ),
                                name="questionnaire_purposes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionnaireVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "questionnaire",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="surveys.questionnaire",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("definition", models.JSONField()),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=7), size=None
                            ),
                        ),
                        ("frozen_at", models.DateTimeField(null=True)),
                        (
                            "frozen_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("frozen_hash", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "verbose_name": "version",
                        "verbose_name_plural": "versions",
                        "ordering": ["questionnaire", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("questionnaire", "number"), name="questionnaire_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("frozen_at", None)),
                                fields=("questionnaire",),
                                name="questionnaire_one_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="questionnaire_version_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("languages__contained_by", ["zh-hans", "zh-hant", "en"]),
                                    ("languages__len__gte", 1),
                                ),
                                name="questionnaire_languages",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("definition__has_key", "sections")),
                                name="questionnaire_has_sections",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("frozen_at", None), ("frozen_by", None), ("frozen_hash", "")),
                                    models.Q(("frozen_at__isnull", False), ("frozen_hash__regex", "^[0-9a-f]{64}$")),
                                    _connector="OR",
                                ),
                                name="questionnaire_frozen_with_hash",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="survey_waves",
                                to="parties.party",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="survey_waves",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "occurrence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="survey_waves",
                                to="contracts.occurrence",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waves",
                                to="surveys.questionnaireversion",
                                verbose_name="questionnaire",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("last_day", models.DateField(verbose_name="last day")),
                        ("opens_at", models.DateTimeField(verbose_name="opens")),
                        ("closes_at", models.DateTimeField(verbose_name="closes")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("drawn", "Sample drawn"),
                                    ("open", "Running"),
                                    ("closed", "Closed"),
                                    ("counted", "Counted"),
                                    ("cancelled", "Called off"),
                                ],
                                default="planned",
                                max_length=9,
                            ),
                        ),
                        (
                            "frame",
                            models.CharField(
                                choices=[
                                    ("members", "Members"),
                                    ("visits", "Members who came in the period"),
                                    ("open", "Whoever answers"),
                                ],
                                max_length=7,
                                verbose_name="whom to ask",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("census", "Everybody"),
                                    ("simple", "Simple random sample"),
                                    ("proportional", "Stratified, in proportion to size"),
                                    ("neyman", "Stratified, more where answers differ more"),
                                ],
                                default="census",
                                max_length=12,
                                verbose_name="sampling",
                            ),
                        ),
                        (
                            "margin_percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                                verbose_name="wanted margin, per cent",
                            ),
                        ),
                        ("wanted_size", models.PositiveIntegerField(blank=True, null=True, verbose_name="wanted size")),
                        ("seed", models.CharField(blank=True, editable=False, max_length=64)),
                        ("frame_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        ("frame_size", models.PositiveIntegerField(editable=False, null=True)),
                        ("sample_size", models.PositiveIntegerField(editable=False, null=True)),
                        ("language", models.CharField(default="zh-hans", max_length=7, verbose_name="language")),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "wave",
                        "verbose_name_plural": "waves",
                        "ordering": ["-first_day", "-pk"],
                        "indexes": [models.Index(fields=["state", "opens_at"], name="waves_by_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("contract", "first_day"),
                                name="wave_once_per_period",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("occurrence",),
                                name="wave_once_per_occurrence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="wave_has_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["planned", "drawn", "open", "closed", "counted", "cancelled"])
                                ),
                                name="wave_states",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("frame__in", ["members", "visits", "open"])), name="wave_frames"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("method__in", ["census", "simple", "proportional", "neyman"])),
                                name="wave_methods",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("occurrence", None), ("contract__isnull", False), _connector="OR"),
                                name="wave_of_contract",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last_day__gte", models.F("first_day"))), name="wave_days_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_day", None),
                                        ("first_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("last_day", None),
                                        ("last_day__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                        _connector="OR",
                                    ),
                                ),
                                name="wave_on_known_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="wave_window_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "first_day__lte",
                                        models.Func(
                                            models.F("opens_at"),
                                            output_field=models.DateField(),
                                            template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date",
                                        ),
                                    )
                                ),
                                name="wave_opens_in_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("margin_percent", None),
                                    models.Q(("margin_percent__gt", 0), ("margin_percent__lt", 50)),
                                    _connector="OR",
                                ),
                                name="wave_margins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["planned", "cancelled"]), ("version__isnull", False), _connector="OR"
                                ),
                                name="wave_asks_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("frame", "open"),
                                        ("frame_hash", ""),
                                        ("frame_size", None),
                                        ("sample_size", None),
                                        ("seed", ""),
                                    ),
                                    models.Q(
                                        models.Q(("frame", "open"), _negated=True),
                                        ("frame_hash", ""),
                                        ("sample_size", None),
                                        ("state__in", ["planned", "cancelled"]),
                                    ),
                                    models.Q(
                                        models.Q(("frame", "open"), _negated=True),
                                        models.Q(("state", "planned"), _negated=True),
                                        ("frame_hash__regex", "^[0-9a-f]{64}$"),
                                        ("seed__regex", "^[0-9a-f]{32,64}$"),
                                        ("sample_size__gte", 1),
                                        ("sample_size__lte", models.F("frame_size")),
                                    ),
                                    _connector="OR",
                                ),
                                name="wave_drawn_from_a_frame",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("frame", "open"), ("state", "drawn"), _negated=True),
                                name="wave_open_draws_nobody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaveFrame",
                    fields=[
                        (
                            "wave",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="drawn_from",
                                serialize=False,
                                to="surveys.wave",
                            ),
                        ),
                        (
                            "member_ids",
                            django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                        ),
                        (
                            "ordinals",
                            django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                        ),
                    ],
                    options={
                        "verbose_name": "frame",
                        "verbose_name_plural": "frames",
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    models.Func(
                                        models.F("member_ids"),
                                        function="cardinality",
                                        output_field=models.IntegerField(),
                                    ),
                                    models.Func(
                                        models.F("ordinals"), function="cardinality", output_field=models.IntegerField()
                                    ),
                                ),
                                name="wave_frame_in_pairs",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stratum",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="strata",
                                to="surveys.wave",
                            ),
                        ),
                        ("ordinal", models.PositiveSmallIntegerField()),
                        (
                            "venue",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parties.venue",
                                verbose_name="venue",
                            ),
                        ),
                        ("tier", models.CharField(blank=True, max_length=20, verbose_name="tier")),
                        ("frame_size", models.PositiveIntegerField()),
                        ("deviation", models.DecimalField(decimal_places=4, max_digits=6, null=True)),
                        ("allocated", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "stratum",
                        "verbose_name_plural": "strata",
                        "ordering": ["wave", "ordinal"],
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "ordinal"), name="stratum_ordinal_once"),
                            models.UniqueConstraint(
                                fields=("wave", "venue", "tier"), name="stratum_once", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("allocated__lte", models.F("frame_size"))),
                                name="stratum_within_its_frame",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("deviation", None), ("deviation__gte", 0), _connector="OR"),
                                name="stratum_deviation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="surveys.wave",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="survey_invitations",
                                to="members.member",
                            ),
                        ),
                        (
                            "stratum",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="surveys.stratum",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("token_hash", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                        (
                            "nonce",
                            models.CharField(
                                default=foundation.derived_secrets.new_nonce, editable=False, max_length=64
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="surveys.invitation",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("drawn", "Drawn"),
                                    ("sent", "Invited"),
                                    ("answered", "Answered"),
                                    ("refused", "Refused"),
                                    ("unreachable", "Not reached"),
                                    ("replaced", "Replaced"),
                                    ("lapsed", "Lapsed"),
                                ],
                                default="drawn",
                                max_length=11,
                            ),
                        ),
                        ("answered_date", models.DateField(null=True)),
                        ("reminded", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "invitation to a survey",
                        "verbose_name_plural": "invitations to a survey",
                        "ordering": ["wave", "position"],
                        "indexes": [models.Index(fields=["wave", "state", "position"], name="invitations_by_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "position"), name="invitation_position_once"),
                            models.UniqueConstraint(fields=("wave", "member"), name="invitation_once_per_member"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["drawn", "sent", "answered", "refused", "unreachable", "replaced", "lapsed"],
                                    )
                                ),
                                name="invitation_states",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_date__isnull", False), ("state", "answered")),
                                    models.Q(models.Q(("state", "answered"), _negated=True), ("answered_date", None)),
                                    _connector="OR",
                                ),
                                name="invitation_answered_on_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("token_hash", None), ("token_hash__regex", "^[0-9a-f]{64}$"), _connector="OR"
                                ),
                                name="invitation_token_is_hashed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("nonce__regex", "^[0-9a-f]{64}$")),
                                name="invitation_nonce_is_random",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaces", None),
                                    models.Q(("replaces", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="invitation_replaces_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvitationAttempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "invitation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="surveys.invitation",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("phone", "By telephone"),
                                    ("on_site", "In the house"),
                                    ("message", "By message"),
                                ],
                                max_length=7,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("not_reached", "Not reached"),
                                    ("later", "Asked to be called later"),
                                    ("wrong_number", "Wrong number"),
                                    ("refused", "Does not want to answer"),
                                ],
                                max_length=12,
                                verbose_name="what came of it",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "attempt to ask somebody",
                        "verbose_name_plural": "attempts to ask somebody",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["phone", "on_site", "message"])),
                                name="invitation_attempt_ways",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["not_reached", "later", "wrong_number", "refused"])
                                ),
                                name="invitation_attempt_outcomes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaveKey",
                    fields=[
                        (
                            "wave",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="key",
                                serialize=False,
                                to="surveys.wave",
                            ),
                        ),
                        ("wrapped", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="PooledAnswer",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="pool", to="surveys.wave"
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name="AnswerGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="surveys.wave",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "ordinals",
                            django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                        ),
                        ("answers", models.PositiveIntegerField()),
                        ("frame_size", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "group of answers",
                        "verbose_name_plural": "groups of answers",
                        "ordering": ["wave", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "number"), name="answer_group_once"),
                            models.CheckConstraint(
                                condition=models.Q(("answers__gte", 5)), name="answer_group_not_too_small"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ordinals__len__gte", 1)), name="answer_group_of_strata"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("frame_size__gte", models.F("answers"))),
                                name="answer_group_within_its_frame",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="surveys.wave"
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="surveys.answergroup",
                            ),
                        ),
                        ("is_drawn", models.BooleanField()),
                        ("values", models.JSONField()),
                        ("weight", models.DecimalField(decimal_places=6, max_digits=12)),
                    ],
                    options={
                        "verbose_name": "answer",
                        "verbose_name_plural": "answers",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("group__isnull", False), ("is_drawn", True)),
                                    models.Q(("group", None), ("is_drawn", False)),
                                    _connector="OR",
                                ),
                                name="answer_drawn_has_group",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gt", 0)), name="answer_weighs_something"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnswerText",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="surveys.wave"
                            ),
                        ),
                        ("question", models.CharField(max_length=40)),
                        ("text_enciphered", models.BinaryField()),
                    ],
                    options={
                        "verbose_name": "text of an answer",
                        "verbose_name_plural": "texts of answers",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("question", ""), _negated=True), name="answer_text_of_a_question"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaveResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "wave",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="result", to="surveys.wave"
                            ),
                        ),
                        ("formula_version", models.PositiveSmallIntegerField()),
                        ("figures", models.JSONField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("counted_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "result",
                        "verbose_name_plural": "results",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="wave_result_hash_is_hex"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("formula_version__gte", 1)), name="wave_result_names_its_formula"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="surveys.wave"
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                choices=[
                                    ("service", "Service quality"),
                                    ("attitude", "Attitude"),
                                    ("facilities", "Facilities"),
                                    ("price", "Prices"),
                                    ("drinks", "Drinks"),
                                    ("promotions", "Promotions"),
                                    ("overall", "Overall"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="subject",
                            ),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="what is done")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="survey_measures",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        ("due_date", models.DateField(verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("done", "Done"), ("dropped", "Given up")],
                                default="open",
                                max_length=7,
                            ),
                        ),
                        (
                            "deadline",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deadlines.deadline",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "judged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judged_measures",
                                to="surveys.wave",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("effective", "Effective"), ("not_proven", "Not proven"), ("worse", "Worse")],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "measure of improvement",
                        "verbose_name_plural": "measures of improvement",
                        "ordering": ["wave", "due_date", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "subject__in",
                                        [
                                            "service",
                                            "attitude",
                                            "facilities",
                                            "price",
                                            "drinks",
                                            "promotions",
                                            "overall",
                                            "other",
                                        ],
                                    )
                                ),
                                name="measure_subjects",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="measure_says_what"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "done", "dropped"])), name="measure_states"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_date", None),
                                    ("due_date__range", (datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))),
                                    _connector="OR",
                                ),
                                name="measure_day_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("state", "open")),
                                    models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="measure_ended_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("judged_by", None), ("verdict", "")),
                                    models.Q(
                                        ("judged_by__isnull", False),
                                        ("verdict__in", ["effective", "not_proven", "worse"]),
                                        models.Q(("judged_by", models.F("wave")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="measure_judged_by_a_later_wave",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(rules.VERSION_STAYS, rules.DROP_VERSION_STAYS),
        migrations.RunSQL(rules.WAVE_FITS, rules.DROP_WAVE_FITS),
        migrations.RunSQL(rules.INVITATION_FITS, rules.DROP_INVITATION_FITS),
        *(AuditTable(f"surveys_{table}", left_out) for table, left_out in rules.AUDITED.items()),
        *(AppendOnly(f"surveys_{table}") for table in rules.APPEND_ONLY),
    ]
