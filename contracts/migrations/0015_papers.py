from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from foundation.migration_operations import AppendOnly, AuditTable

# The register speaks of the very contract, sides and duty that it belongs to; what was handed over stays as recorded.
FITTING = """
CREATE FUNCTION contracts_annex_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_annex a
        JOIN public.contracts_contractversion v ON v.id = a.version_id
        JOIN public.contracts_contract c ON c.id = v.contract_id
        WHERE a.id = NEW.annex_id AND a.code = NEW.code AND c.id = NEW.contract_id
            AND NEW.party_id IN (c.party_a_id, c.party_b_id)
    ) OR (NEW.obligation_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.contracts_obligation o
        WHERE o.id = NEW.obligation_id AND o.contract_id = NEW.contract_id AND o.debtor_id = NEW.party_id
    )) THEN
        RAISE EXCEPTION 'version of an annex of another contract or side'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT ON contracts_annexversion
    FOR EACH ROW EXECUTE FUNCTION contracts_annex_fits();
CREATE FUNCTION contracts_annex_answer_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_annexversion v JOIN public.contracts_contract c ON c.id = v.contract_id
        WHERE v.id = NEW.version_id AND NEW.party_id <> v.party_id AND NEW.party_id IN (c.party_a_id, c.party_b_id)
    ) THEN
        RAISE EXCEPTION 'the other side answers version %', NEW.version_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT ON contracts_annexanswer
    FOR EACH ROW EXECUTE FUNCTION contracts_annex_answer_fits();
CREATE FUNCTION contracts_handover_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (
            SELECT FROM public.contracts_contract c WHERE c.id = NEW.contract_id
                AND NEW.giver_id IN (c.party_a_id, c.party_b_id) AND NEW.receiver_id IN (c.party_a_id, c.party_b_id)
        ) THEN
            RAISE EXCEPTION 'data of other parties than those of contract %', NEW.contract_id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' THEN
        RAISE EXCEPTION 'hand-over % was recorded', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE OR DELETE ON contracts_datahandover
    FOR EACH ROW EXECUTE FUNCTION contracts_handover_kept();
CREATE FUNCTION contracts_handover_step_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_datahandover h WHERE h.id = NEW.handover_id AND NEW.party_id =
            CASE WHEN NEW.verb IN ('withdraw', 'accept', 'refuse') THEN h.giver_id ELSE h.receiver_id END
    ) THEN
        RAISE EXCEPTION 'step of the wrong side of hand-over %', NEW.handover_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT ON contracts_handoverstep
    FOR EACH ROW EXECUTE FUNCTION contracts_handover_step_fits();
"""
DROP_FITTING = """
DROP TRIGGER fits ON contracts_handoverstep;
DROP FUNCTION contracts_handover_step_fits();
DROP TRIGGER kept ON contracts_datahandover;
DROP FUNCTION contracts_handover_kept();
DROP TRIGGER fits ON contracts_annexanswer;
DROP FUNCTION contracts_annex_answer_fits();
DROP TRIGGER fits ON contracts_annexversion;
DROP FUNCTION contracts_annex_fits();
"""
TABLES = ("annexbearer", "annexversion", "annexanswer", "datahandover", "handoverstep")
APPEND_ONLY = ("annexbearer", "annexversion", "annexanswer", "handoverstep")


def index_what_is_there(apps: Any, schema_editor: object) -> None:
    """Contracts of an installation that runs already become searchable by themselves, one job each."""
    Contract, Job = apps.get_model("contracts", "Contract"), apps.get_model("foundation", "Job")
    now = timezone.now()
    Job.objects.bulk_create(
        (
            Job(kind="contracts.index", key=f"contracts.index:{pk}:first", payload={"contract": pk}, run_at=now)
            for pk in Contract.objects.values_list("pk", flat=True)
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    """The register of annexes, the register of data handed over, and the archive's index."""

    dependencies = [
        ("contracts", "0014_bilingual"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnexBearer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annex_bearers",
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
                "verbose_name": "bearer of an annex",
                "verbose_name_plural": "bearers of annexes",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnexVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("delivered_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "annex",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="contracts.annex"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annex_versions",
                        to="contracts.contract",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annex_versions",
                        to="contracts.obligation",
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
                "verbose_name": "version of an annex",
                "verbose_name_plural": "versions of annexes",
                "ordering": ["code", "number"],
            },
        ),
        migrations.CreateModel(
            name="AnnexAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_accepted", models.BooleanField()),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="contracts.annexversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to an annex",
                "verbose_name_plural": "answers to annexes",
            },
        ),
        migrations.CreateModel(
            name="DataHandover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                ("medium", models.CharField(max_length=120, verbose_name="format and medium")),
                ("records", models.PositiveBigIntegerField(null=True, verbose_name="number of records")),
                ("is_personal", models.BooleanField(verbose_name="personal data")),
                ("purpose", models.CharField(max_length=300, verbose_name="purpose")),
                ("handed_date", models.DateField(verbose_name="handed over on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("handed_over", "Handed over, receipt not confirmed"),
                            ("contested", "Receipt contested"),
                            ("held", "Received"),
                            ("returned", "Returned"),
                            ("destroyed", "Destroyed"),
                            ("settled", "Returned or destroyed, confirmed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="handed_over",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_handovers",
                        to="contracts.contract",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
                (
                    "list_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "data handed over",
                "verbose_name_plural": "data handed over",
                "ordering": ["-handed_date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HandoverStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=12)),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("on_date", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="contracts.datahandover"
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a data hand-over",
                "verbose_name_plural": "steps of data hand-overs",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("zh", models.TextField(blank=True)),
                ("en", models.TextField(blank=True)),
                ("folded", models.TextField()),
                ("grams", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "verbose_name": "searchable text",
                "verbose_name_plural": "searchable texts",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="search_text_grams")],
            },
        ),
        migrations.CreateModel(
            name="SearchPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "piece",
                    models.CharField(
                        choices=[
                            ("head", "Number and title"),
                            ("party", "Party"),
                            ("clause", "Clause"),
                            ("term", "Term"),
                            ("annex", "Annex"),
                            ("notice", "Notice"),
                        ],
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("anchor", models.CharField(blank=True, max_length=40)),
                (
                    "contract",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_places",
                        to="contracts.contract",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="contracts.searchtext",
                    ),
                ),
            ],
            options={
                "verbose_name": "place of a text",
                "verbose_name_plural": "places of texts",
                "ordering": ["contract", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="annexversion",
            constraint=models.UniqueConstraint(fields=("contract", "code", "number"), name="annex_version_once"),
        ),
        migrations.AddConstraint(
            model_name="annexversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="annex_versions_from_one"),
        ),
        migrations.AddConstraint(
            model_name="annexanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_accepted", True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="annex_return_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="datahandover",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("receiver")), _negated=True), name="handover_two_parties"
            ),
        ),
        migrations.AddConstraint(
            model_name="datahandover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["handed_over", "contested", "held", "returned", "destroyed", "settled", "withdrawn"])
                ),
                name="handover_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="datahandover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("what", ""), _negated=True),
                    models.Q(("medium", ""), _negated=True),
                    models.Q(("purpose", ""), _negated=True),
                ),
                name="handover_says_what_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["receive", "contest", "withdraw", "give_back", "destroy", "accept", "refuse"])
                ),
                name="handover_step_verbs",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb__in", ["give_back", "destroy"]), _negated=True),
                    models.Q(("on_date__isnull", False), ("proof__isnull", False)),
                    _connector="OR",
                ),
                name="handover_end_is_proven",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb__in", ["contest", "withdraw", "refuse"]), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="handover_no_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="searchplace",
            index=models.Index(fields=["text", "contract"], name="search_place_of_text"),
        ),
        migrations.AddConstraint(
            model_name="searchplace",
            constraint=models.UniqueConstraint(fields=("contract", "position"), name="search_place_once"),
        ),
        migrations.AddConstraint(
            model_name="searchplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("piece__in", ["head", "party", "clause", "term", "annex", "notice"])),
                name="search_pieces",
            ),
        ),
        migrations.RunSQL(FITTING, DROP_FITTING),
        *(AuditTable(f"contracts_{name}") for name in TABLES),
        *(AppendOnly(f"contracts_{name}") for name in APPEND_ONLY),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop, elidable=True),
    ]
