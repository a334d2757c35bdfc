import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from contracts.migrations._nobody_decides_alone import (
    AGREED_VERSION,
    DROP_AGREED_VERSION,
    DROP_MEASURED,
    DROP_OF_A_SIDE,
    DROP_OWN_WORD,
    DROP_RECORDED_FULFILMENT,
    DROP_SAID_COMMENT,
    DROP_SETTLED,
    FILL_SIDES,
    MEASURED,
    OF_A_SIDE,
    OWN_WORD,
    RECORDED_FULFILMENT,
    SAID_COMMENT,
    SETTLED,
)
from foundation.migration_operations import AppendOnly, AuditTable, TableRule

APPEND_ONLY = " FOR EACH ROW EXECUTE FUNCTION foundation_append_only()"
MOVING_FULFILMENT = TableRule(
    "contracts_fulfilment",
    ["DROP TRIGGER append_only ON {table}", "GRANT UPDATE ON {table} TO {app}"],
    [
        "REVOKE UPDATE ON {table} FROM {app}",
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}" + APPEND_ONLY,
    ],
)


def day_of(moment: str) -> models.Func:
    """The day in China on which the moment in a column lies."""
    day = "((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date"
    return models.Func(models.F(moment), output_field=models.DateField(), template=day)


class Migration(migrations.Migration):
    """What one side says about itself, about a paper or about a value works only as far as the other side was heard."""

    dependencies = [
        ("contracts", "0016_requests"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        # Here and below, what was recorded before these rules stays as it was recorded.
        AddConstraintNotValid(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivered_at", None), ("delivered_at__gte", models.F("given_at")), _connector="OR"
                ),
                name="notice_told_before_delivery",
            ),
        ),
        AddConstraintNotValid(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_date__lte", day_of("given_at"))), name="notice_sent_before_given"
            ),
        ),
        migrations.RunSQL(OF_A_SIDE, DROP_OF_A_SIDE),
        migrations.RemoveConstraint(model_name="settlementtick", name="settlement_line_once"),
        migrations.AddConstraint(
            model_name="settlementtick",
            constraint=models.UniqueConstraint(
                condition=models.Q(("note", "")),
                fields=("contract", "line", "party"),
                name="settlement_line_once_a_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementtick",
            constraint=models.UniqueConstraint(
                condition=models.Q(("note", ""), _negated=True),
                fields=("contract", "line", "party"),
                name="settlement_note_once_a_side",
            ),
        ),
        migrations.RunSQL(SETTLED, DROP_SETTLED),
        migrations.AlterField(
            model_name="measurement",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("met", "Met"),
                    ("unproven", "Met but not proven"),
                    ("missed", "Not reached"),
                    ("too_few", "Too few answers to judge"),
                    ("interim", "Interim, while the period runs"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="measurement", name="measurement_verdicts"),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["met", "unproven", "missed", "too_few", "interim"])),
                name="measurement_verdicts",
            ),
        ),
        AddConstraintNotValid(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("last_day__gte", day_of("recorded_at")), ("verdict", "interim")),
                    models.Q(models.Q(("verdict", "interim"), _negated=True), ("last_day__lt", day_of("recorded_at"))),
                    _connector="OR",
                ),
                name="measurement_verdict_after_period",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="party",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
            ),
        ),
        migrations.RunSQL(FILL_SIDES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="measurement",
            name="party",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"),
        ),
        migrations.RemoveConstraint(model_name="measurement", name="measurement_once"),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None)),
                fields=("contract", "target", "first_day", "party"),
                name="measurement_once",
            ),
        ),
        migrations.RunSQL(MEASURED, DROP_MEASURED),
        AddConstraintNotValid(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["too_few", "interim"]),
                    models.Q(
                        models.Q(("target", "churn_ceiling"), _negated=True),
                        models.Q(
                            models.Q(("value__lt", models.F("level")), ("verdict", "missed")),
                            models.Q(
                                ("low__gte", models.F("level")), ("value__gte", models.F("level")), ("verdict", "met")
                            ),
                            models.Q(
                                ("low__lt", models.F("level")),
                                ("value__gte", models.F("level")),
                                ("verdict", "unproven"),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("target", "churn_ceiling"),
                        models.Q(
                            models.Q(("value__gt", models.F("level")), ("verdict", "missed")),
                            models.Q(
                                ("high__lte", models.F("level")), ("value__lte", models.F("level")), ("verdict", "met")
                            ),
                            models.Q(
                                ("high__gt", models.F("level")),
                                ("value__lte", models.F("level")),
                                ("verdict", "unproven"),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="measurement_verdicts_follow",
            ),
        ),
        migrations.RunSQL(SAID_COMMENT, DROP_SAID_COMMENT),
        migrations.RunSQL(AGREED_VERSION, DROP_AGREED_VERSION),
        MOVING_FULFILMENT,
        migrations.AddField(
            model_name="fulfilment",
            name="state",
            field=models.CharField(
                choices=[
                    ("recorded", "Recorded"),
                    ("contested", "Contested"),
                    ("answered", "Answered with more evidence"),
                    ("accepted", "Accepted as done"),
                ],
                default="recorded",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfilment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["recorded", "contested", "answered", "accepted"])),
                name="fulfilment_states",
            ),
        ),
        migrations.RunSQL(RECORDED_FULFILMENT, DROP_RECORDED_FULFILMENT),
        migrations.RunSQL(OWN_WORD, DROP_OWN_WORD),
        migrations.CreateModel(
            name="FulfilmentStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=10)),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "fulfilment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="contracts.fulfilment",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "statement on a fulfilment",
                "verbose_name_plural": "statements on fulfilments",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verb__in", ["answer", "accept"]),
                            models.Q(("verb", "contest"), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="fulfilment_contested_with_reason",
                    ),
                ],
            },
        ),
        AuditTable("contracts_fulfilmentstatement"),
        AppendOnly("contracts_fulfilmentstatement"),
    ]
