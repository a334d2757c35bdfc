import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from foundation.migration_operations import AppendOnly, AuditTable

# A contract's own parties are no third one. The column lives two tables away, so no check constraint can say it.
THIRD_PARTY_APART = """
CREATE FUNCTION contracts_third_party_apart() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.contracts_contractversion v JOIN public.contracts_contract c ON c.id = v.contract_id
        WHERE v.id = NEW.version_id AND NEW.party_id IN (c.party_a_id, c.party_b_id)
    ) THEN
        RAISE EXCEPTION 'party % is a side of the contract', NEW.party_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER apart BEFORE INSERT OR UPDATE ON contracts_thirdparty
    FOR EACH ROW EXECUTE FUNCTION contracts_third_party_apart();
CREATE FUNCTION contracts_sides_apart() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.contracts_thirdparty t JOIN public.contracts_contractversion v ON v.id = t.version_id
        WHERE v.contract_id = NEW.id AND t.party_id IN (NEW.party_a_id, NEW.party_b_id)
    ) THEN
        RAISE EXCEPTION 'a side of contract % is its third party', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER apart BEFORE UPDATE OF party_a_id, party_b_id ON contracts_contract
    FOR EACH ROW EXECUTE FUNCTION contracts_sides_apart();
"""
DROP_THIRD_PARTY_APART = """
DROP TRIGGER apart ON contracts_contract;
DROP FUNCTION contracts_sides_apart();
DROP TRIGGER apart ON contracts_thirdparty;
DROP FUNCTION contracts_third_party_apart();
"""

# A signature once given stays given, one that was passed on stays with whom it went to, and none is given out of turn.
GIVEN_SIGNATURE = """
CREATE OR REPLACE FUNCTION contracts_given_signature() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state IN ('signed', 'delegated') THEN
        RAISE EXCEPTION 'signature % was given or passed on', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.turn <> OLD.turn OR NEW.side <> OLD.side OR NEW.version_id <> OLD.version_id THEN
        RAISE EXCEPTION 'the place of signature % is fixed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'signed' AND EXISTS (
        SELECT FROM public.contracts_signaturerequest r
        WHERE r.version_id = NEW.version_id AND r.turn < NEW.turn AND r.state NOT IN ('signed', 'delegated')
    ) THEN
        RAISE EXCEPTION 'signature % is not in turn', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
GIVEN_SIGNATURE_BEFORE = """
CREATE OR REPLACE FUNCTION contracts_given_signature() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state = 'signed' THEN
        RAISE EXCEPTION 'signature % was given', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""

# A seal's picture never changes: another picture is another seal.
KEPT_SEAL = """
CREATE FUNCTION contracts_kept_seal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.retired_at IS NOT NULL
        OR (NEW.party_id, NEW.picture_id, NEW.name, NEW.added_at, NEW.added_by)
            IS DISTINCT FROM (OLD.party_id, OLD.picture_id, OLD.name, OLD.added_at, OLD.added_by)
    THEN
        RAISE EXCEPTION 'seal % is kept as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON contracts_partyseal
    FOR EACH ROW EXECUTE FUNCTION contracts_kept_seal();
"""
DROP_KEPT_SEAL = """
DROP TRIGGER kept ON contracts_partyseal;
DROP FUNCTION contracts_kept_seal();
"""

FROZEN_THIRD_PARTY = """
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON contracts_thirdparty
    FOR EACH ROW EXECUTE FUNCTION contracts_frozen_parts();
"""
DROP_FROZEN_THIRD_PARTY = "DROP TRIGGER frozen ON contracts_thirdparty;"


class Migration(migrations.Migration):
    """Third parties, an order of signing, passing on and asking, registered seals."""

    dependencies = [
        ("contracts", "0012_liability"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartySeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name of the seal")),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=120)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "registered seal",
                "verbose_name_plural": "registered seals",
                "ordering": ["party", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SignerAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="answer")),
                ("answered_at", models.DateTimeField()),
                ("by", models.CharField(max_length=120)),
            ],
            options={
                "verbose_name": "answer to a signer",
                "verbose_name_plural": "answers to signers",
            },
        ),
        migrations.CreateModel(
            name="SignerQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="question")),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "signer's question",
                "verbose_name_plural": "signers' questions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ThirdParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("intermediary", "Intermediary"),
                            ("witness", "Witness and coordinator"),
                            ("adviser", "Adviser"),
                            ("technical_service", "Technical service"),
                            ("assessor", "Assessor"),
                            ("auditor", "Auditor of the contract"),
                            ("supervisor", "Supervisor"),
                            ("executing_body", "Executing body"),
                            ("guarantor", "Guarantor"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("engaged_for", models.CharField(max_length=500, verbose_name="engaged for")),
                ("fee", models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="fee")),
                (
                    "share_a",
                    models.DecimalField(decimal_places=2, default=50, max_digits=5, verbose_name="Party A's share"),
                ),
                (
                    "cap_percent",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, null=True, verbose_name="limit, % of the contract amount"
                    ),
                ),
                (
                    "cap_amount",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="limit in yuan"),
                ),
            ],
            options={
                "verbose_name": "third party",
                "verbose_name_plural": "third parties",
            },
        ),
        migrations.RemoveConstraint(
            model_name="signaturerequest",
            name="signature_once_per_side",
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="authority_scope",
            field=models.CharField(blank=True, max_length=300, verbose_name="what the letter covers"),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="authority_until",
            field=models.DateField(null=True, verbose_name="letter works until"),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="delegated_from",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegated_to",
                to="contracts.signaturerequest",
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="letter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="turn",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="signaturerequest",
            name="side",
            field=models.CharField(
                choices=[("A", "Party A"), ("B", "Party B"), ("third", "Third party")], max_length=5
            ),
        ),
        migrations.AlterField(
            model_name="signaturerequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("invited", "Invited"),
                    ("signed", "Signed and sealed"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("delegated", "Passed on"),
                ],
                default="invited",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="partyseal",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="seals", to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="partyseal",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="signaturerequest",
            name="seal",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contracts.partyseal",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "delegated"), _negated=True),
                fields=("version", "side"),
                name="signature_once_per_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(condition=models.Q(("turn__gte", 1)), name="signature_turn_counts"),
        ),
        migrations.AddConstraint(
            model_name="signaturerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delegated_from", None),
                    models.Q(
                        ("authority", "letter_of_authority"),
                        ("authority_until__isnull", False),
                        models.Q(("authority_scope", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="signature_delegate_has_letter",
            ),
        ),
        migrations.AddField(
            model_name="signerquestion",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="contracts.signaturerequest"
            ),
        ),
        migrations.AddField(
            model_name="signeranswer",
            name="question",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="contracts.signerquestion"
            ),
        ),
        migrations.AddField(
            model_name="thirdparty",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="engagements",
                to="parties.party",
                verbose_name="third party",
            ),
        ),
        migrations.AddField(
            model_name="thirdparty",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="third_party", to="contracts.contractversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyseal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)), fields=("party", "name"), name="seal_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyseal",
            constraint=models.CheckConstraint(
                condition=models.Q(("retired_at", None), ("retired_at__gte", models.F("added_at")), _connector="OR"),
                name="seal_retired_after_added",
            ),
        ),
        migrations.AddConstraint(
            model_name="signerquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="question_asks_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="signeranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="answer_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "intermediary",
                            "witness",
                            "adviser",
                            "technical_service",
                            "assessor",
                            "auditor",
                            "supervisor",
                            "executing_body",
                            "guarantor",
                        ],
                    )
                ),
                name="third_party_roles",
            ),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.CheckConstraint(condition=models.Q(("fee__gte", 0)), name="third_party_fee_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_a__range", (0, 100))), name="third_party_share_of_whole"
            ),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.CheckConstraint(
                condition=models.Q(("engaged_for", ""), _negated=True), name="third_party_engaged_for"
            ),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    models.Func(
                        models.F("cap_percent"),
                        models.F("cap_amount"),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="third_party_one_cap",
            ),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_percent", None), ("cap_percent__range", (0, 100)), _connector="OR"),
                name="third_party_cap_of_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="thirdparty",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_amount", None), ("cap_amount__gte", 0), _connector="OR"),
                name="third_party_cap_not_negative",
            ),
        ),
        AuditTable("contracts_thirdparty"),
        AuditTable("contracts_partyseal"),
        AuditTable("contracts_signerquestion"),
        AuditTable("contracts_signeranswer"),
        AppendOnly("contracts_signerquestion"),
        AppendOnly("contracts_signeranswer"),
        migrations.RunSQL(FROZEN_THIRD_PARTY, DROP_FROZEN_THIRD_PARTY),
        migrations.RunSQL(THIRD_PARTY_APART, DROP_THIRD_PARTY_APART),
        migrations.RunSQL(GIVEN_SIGNATURE, GIVEN_SIGNATURE_BEFORE),
        migrations.RunSQL(KEPT_SEAL, DROP_KEPT_SEAL),
    ]
