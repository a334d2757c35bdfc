import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

NEW = ("escalationrule", "escalationlevel", "escalationword")

# A level begins at the very moment at which what lies below it was missed: the step itself, then each level in turn.
IN_ORDER = """
CREATE FUNCTION complaints_escalation_in_order() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.deadlines_deadline own, public.deadlines_deadline below
        WHERE own.id = NEW.deadline_id AND own.kind = 'escalations.level'
            AND below.id = CASE WHEN NEW.number = 1
                THEN (SELECT c.deadline_id FROM public.complaints_clock c WHERE c.id = NEW.clock_id)
                ELSE (
                    SELECT l.deadline_id FROM public.complaints_escalationlevel l
                    WHERE l.clock_id = NEW.clock_id AND l.number = NEW.number - 1
                )
            END
            AND below.outcome = 'missed' AND own.started_at = below.outcome_at
    ) THEN
        RAISE EXCEPTION 'level % of clock % is out of turn', NEW.number, NEW.clock_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT ON complaints_escalationlevel
    FOR EACH ROW EXECUTE FUNCTION complaints_escalation_in_order();
"""
DROP_IN_ORDER = """
DROP TRIGGER in_order ON complaints_escalationlevel;
DROP FUNCTION complaints_escalation_in_order();
"""


class Migration(migrations.Migration):
    """Limits of the house keep their history, and a missed step rises level by level."""

    dependencies = [
        ("complaints", "0006_stages_cycles_links"),
        ("contracts", "0023_decided_stays"),
        ("deadlines", "0003_extensions"),
        ("parties", "0004_leave_and_opening_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    models.CheckConstraint(
                        condition=models.Q(("number__range", (1, 3))), name="escalation_level_numbers"
                    ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="word",
                        to="complaints.escalationlevel",
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
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="houserule",
            name="house_rule_once",
        ),
        migrations.RemoveConstraint(
            model_name="houserule",
            name="house_rule_hours",
        ),
        migrations.AddField(
            model_name="clock",
            name="opening",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.venuehours"
            ),
        ),
        migrations.AddField(
            model_name="houserule",
            name="counts",
            field=models.CharField(
                choices=[("calendar", "Hours of the clock"), ("venue", "Opening hours only")],
                default="calendar",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="houserule",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="houserule",
            name="set_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="houserule",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("opening", None), ("house_rule__isnull", False), _connector="OR"),
                name="clock_opening_hours_of_the_house",
            ),
        ),
        migrations.AddConstraint(
            model_name="houserule",
            constraint=models.UniqueConstraint(fields=("venue", "clock", "number"), name="house_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="houserule",
            constraint=models.CheckConstraint(condition=models.Q(("hours__range", (0, 720))), name="house_rule_hours"),
        ),
        migrations.AddConstraint(
            model_name="houserule",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts__in", ["calendar", "venue"])), name="house_rule_counts"
            ),
        ),
        *(AuditTable(f"complaints_{name}") for name in NEW),
        *(AppendOnly(f"complaints_{name}") for name in ("houserule", *NEW)),
        migrations.RunSQL(IN_ORDER, DROP_IN_ORDER),
    ]
