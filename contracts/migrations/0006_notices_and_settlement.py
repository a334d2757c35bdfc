import django.db.models.deletion
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

# A notice once given stays as it was written; it arrives or is taken back, once. So does the end that follows from it.
GIVEN_NOTICE = """
CREATE FUNCTION contracts_given_notice() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    may_change text[] := '{state,delivered_at,proof_id,acknowledged_by}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'given' OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
    THEN
        RAISE EXCEPTION 'notice % was given', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER given BEFORE UPDATE OR DELETE ON contracts_notice
    FOR EACH ROW EXECUTE FUNCTION contracts_given_notice();
CREATE FUNCTION contracts_given_termination() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ends_at IS NOT NULL
        OR to_jsonb(NEW) - '{ends_at,term_id}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{ends_at,term_id}'::text[]
    THEN
        RAISE EXCEPTION 'termination % was given', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER given BEFORE UPDATE OR DELETE ON contracts_termination
    FOR EACH ROW EXECUTE FUNCTION contracts_given_termination();
"""
DROP_GIVEN_NOTICE = """
DROP TRIGGER given ON contracts_termination;
DROP FUNCTION contracts_given_termination();
DROP TRIGGER given ON contracts_notice;
DROP FUNCTION contracts_given_notice();
"""


class Migration(migrations.Migration):
    """Notices with their proof of delivery, terminations, and the settlement after the end."""

    dependencies = [
        ("contracts", "0005_renewal"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("termination", "Notice of termination"),
                            ("fee_change", "Notice of a change of fees"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(max_length=5000)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("courier", "Post or courier"),
                            ("hand", "By hand"),
                            ("fax", "Fax"),
                            ("email", "E-mail"),
                        ],
                        max_length=8,
                        verbose_name="sent by",
                    ),
                ),
                ("sent_date", models.DateField(verbose_name="sent on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("given", "Given, delivery not proven"),
                            ("delivered", "Delivered"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="given",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                ("delivered_at", models.DateTimeField(editable=False, null=True)),
                ("acknowledged_by", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="contracts.contract"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="NoticeStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=12)),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="contracts.notice"
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
                "verbose_name": "statement on a notice",
                "verbose_name_plural": "statements on notices",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SettlementTick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("obligations", "Obligations still open are done, or settled otherwise"),
                            ("invoices", "Invoices still open are paid, or settled otherwise"),
                            ("assets", "Equipment, materials and papers are handed over"),
                            ("data_returned", "Data of the other side is returned"),
                            ("data_deleted", "Copies of that data are deleted"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="how")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement_ticks",
                        to="contracts.contract",
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
                "verbose_name": "settled line",
                "verbose_name_plural": "settled lines",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Termination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("serious_breach", "The other side's serious breach"),
                            ("force_majeure", "Force majeure, and the other side agrees"),
                            ("agreement", "The other side agrees"),
                            ("by_law", "A right that the law gives"),
                        ],
                        max_length=16,
                        verbose_name="ground",
                    ),
                ),
                ("last_day", models.DateField(null=True, verbose_name="last day")),
                ("ends_at", models.DateTimeField(editable=False, null=True)),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="termination", to="contracts.notice"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.term",
                    ),
                ),
            ],
            options={
                "verbose_name": "termination",
                "verbose_name_plural": "terminations",
            },
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["termination", "fee_change"])), name="notice_kinds"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["courier", "hand", "fax", "email"])), name="notice_channels"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["given", "delivered", "withdrawn"])), name="notice_states"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="notice_says_why"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("delivered_at__isnull", False),
                        ("state", "delivered"),
                        models.Q(
                            ("proof__isnull", False), models.Q(("acknowledged_by", ""), _negated=True), _connector="OR"
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "delivered"), _negated=True),
                        ("acknowledged_by", ""),
                        ("delivered_at", None),
                        ("proof", None),
                    ),
                    _connector="OR",
                ),
                name="notice_delivery_is_proven",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "termination"), ("state__in", ["given", "delivered"])),
                fields=("contract", "party"),
                name="notice_one_termination",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementtick",
            constraint=models.UniqueConstraint(fields=("contract", "line"), name="settlement_line_once"),
        ),
        migrations.AddConstraint(
            model_name="settlementtick",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("line__in", ["obligations", "invoices", "assets", "data_returned", "data_deleted"])
                ),
                name="settlement_lines",
            ),
        ),
        migrations.AddConstraint(
            model_name="termination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground__in", ["force_majeure", "agreement"]), ("last_day__isnull", False)),
                    models.Q(("ground__in", ["serious_breach", "by_law"]), ("last_day", None)),
                    _connector="OR",
                ),
                name="termination_agreed_day",
            ),
        ),
        migrations.RunSQL(GIVEN_NOTICE, DROP_GIVEN_NOTICE),
        *(AuditTable(f"contracts_{name}") for name in ("notice", "noticestatement", "termination", "settlementtick")),
        *(AppendOnly(f"contracts_{name}") for name in ("noticestatement", "settlementtick")),
    ]
