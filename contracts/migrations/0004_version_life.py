import django.db.models.deletion
from django.db import migrations, models

STATES = ("draft", "negotiating", "out_for_signature", "effective", "withdrawn", "declined", "dropped")
CONTRACT_STATES = (
    ("draft", "Draft"),
    ("negotiating", "In negotiation"),
    ("out_for_signature", "Out for signature"),
    ("effective", "Effective"),
    ("expiring", "Expiring"),
    ("expired", "Expired"),
    ("renewed", "Renewed"),
    ("terminated", "Terminated"),
    ("archived", "Archived"),
)

# Each version gets the state that its own moments, its contract and its signatures show. The guard of frozen versions
# is off meanwhile, since it knows nothing of states yet.
FILL_STATES = """
SELECT set_config('encore.actor', 'migration', true);
ALTER TABLE contracts_contractversion DISABLE TRIGGER frozen;
UPDATE contracts_contractversion v SET state = CASE
    WHEN v.frozen_at IS NULL THEN 'draft'
    WHEN v.effective_at IS NOT NULL THEN 'effective'
    WHEN EXISTS (SELECT FROM contracts_signaturerequest s WHERE s.version_id = v.id AND s.state = 'declined')
        THEN 'declined'
    WHEN c.state = 'out_for_signature'
        AND v.number = (SELECT max(o.number) FROM contracts_contractversion o WHERE o.contract_id = c.id)
        THEN 'out_for_signature'
    ELSE 'withdrawn'
END
FROM contracts_contract c WHERE c.id = v.contract_id;
ALTER TABLE contracts_contractversion ENABLE TRIGGER frozen;
"""

# The start of the day that lies the agreed notice before the last day, for the contracts that run already.
FILL_NOTICES = """
SELECT set_config('encore.actor', 'migration', true);
UPDATE contracts_contract c SET expiring_at = (
    (c.ends_at AT TIME ZONE 'Asia/Shanghai') - interval '1 day' - make_interval(months => (t.stored ->> 'value')::int)
) AT TIME ZONE 'Asia/Shanghai'
FROM contracts_term t JOIN contracts_contractversion v ON v.id = t.version_id
WHERE v.contract_id = c.id AND v.effective_at IS NOT NULL AND t.name = 'renewal_notice'
    AND t.stored ->> 'type' = 'months' AND c.state = 'effective' AND c.ends_at IS NOT NULL;
"""

# A frozen version changes only in its state and its moment of effect; what has ended stays as it ended. The wordings of
# a contract take effect in the order in which they were written, so that the last one always is the one that acts.
FROZEN_VERSION = """
CREATE OR REPLACE FUNCTION contracts_frozen_version() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.effective_at IS NOT NULL AND OLD.effective_at IS NULL AND EXISTS (
        SELECT FROM public.contracts_contractversion v
        WHERE v.contract_id = NEW.contract_id AND v.id <> NEW.id AND v.effective_at IS NOT NULL
            AND (v.effective_at >= NEW.effective_at OR v.number > NEW.number)
    ) THEN
        RAISE EXCEPTION 'contract version % takes effect out of order', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.frozen_at IS NULL AND OLD.state <> 'dropped' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - '{effective_at,state}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{effective_at,state}'::text[]
        OR (OLD.state <> 'out_for_signature'
            AND (NEW.state, NEW.effective_at) IS DISTINCT FROM (OLD.state, OLD.effective_at))
    THEN
        RAISE EXCEPTION 'contract version % is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# What belongs to a dropped version is kept as it was, like what belongs to a frozen one.
FROZEN_PARTS = """
CREATE OR REPLACE FUNCTION contracts_frozen_parts() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched bigint;
    fixed boolean;
BEGIN
    FOREACH touched IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.version_id]
        WHEN 'DELETE' THEN ARRAY[OLD.version_id]
        ELSE ARRAY[OLD.version_id, NEW.version_id]
    END LOOP
        SELECT v.frozen_at IS NOT NULL OR v.state = 'dropped' INTO fixed
            FROM public.contracts_contractversion v WHERE v.id = touched FOR SHARE;
        IF fixed THEN
            RAISE EXCEPTION 'contract version % is frozen', touched USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
# Printed things change until the contract is sent; its moment of effect, once given, never.
PRINTED_CONTRACT = """
CREATE OR REPLACE FUNCTION contracts_printed_contract() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state NOT IN ('draft', 'negotiating') AND (
        TG_OP = 'DELETE'
        OR (NEW.id, NEW.number, NEW.title, NEW.form_id, NEW.form_version, NEW.party_a_id, NEW.party_b_id, NEW.renews_id)
            IS DISTINCT FROM (
            OLD.id, OLD.number, OLD.title, OLD.form_id, OLD.form_version, OLD.party_a_id, OLD.party_b_id, OLD.renews_id)
        OR (OLD.effective_at IS NOT NULL AND NEW.effective_at IS DISTINCT FROM OLD.effective_at)
    ) THEN
        RAISE EXCEPTION 'contract % was sent', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE FUNCTION contracts_printed_venues() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched bigint;
BEGIN
    FOREACH touched IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.contract_id]
        WHEN 'DELETE' THEN ARRAY[OLD.contract_id]
        ELSE ARRAY[OLD.contract_id, NEW.contract_id]
    END LOOP
        IF (SELECT c.state FROM public.contracts_contract c WHERE c.id = touched FOR SHARE)
            NOT IN ('draft', 'negotiating')
        THEN
            RAISE EXCEPTION 'contract % was sent', touched USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def _check(model: str, name: str, condition: models.Q) -> migrations.AddConstraint:
    return migrations.AddConstraint(model, models.CheckConstraint(condition=condition, name=name))


UNFROZEN = ["draft", "negotiating", "dropped"]
UNSIGNED = ["draft", "negotiating", "out_for_signature"]


class Migration(migrations.Migration):
    """Versions have a life of their own, so that an amendment leaves the contract in force; contracts come to an end."""

    dependencies = [("contracts", "0003_whole_wording")]

    operations = [
        migrations.AddField(
            "contractversion",
            "state",
            models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("negotiating", "In negotiation"),
                    ("out_for_signature", "Out for signature"),
                    ("effective", "Effective"),
                    ("withdrawn", "Withdrawn"),
                    ("declined", "Declined"),
                    ("dropped", "Dropped"),
                ],
                default="draft",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddField(
            "contractversion", "amendment", models.PositiveSmallIntegerField(editable=False, null=True)
        ),
        migrations.RunSQL(FILL_STATES, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN_VERSION, migrations.RunSQL.noop),
        migrations.RunSQL(FROZEN_PARTS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "contractversion",
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state__in=["draft", "negotiating", "out_for_signature"]),
                name="version_one_open",
            ),
        ),
        migrations.AddConstraint(
            "contractversion",
            models.UniqueConstraint(fields=["contract", "effective_at"], name="version_effective_moment_once"),
        ),
        migrations.AddConstraint(
            "contractversion",
            models.UniqueConstraint(
                fields=["contract", "amendment"], condition=models.Q(state="effective"), name="version_amendment_once"
            ),
        ),
        _check("contractversion", "version_states", models.Q(state__in=list(STATES))),
        _check(
            "contractversion",
            "version_frozen_from_sending",
            models.Q(state__in=UNFROZEN, frozen_at=None)
            | (~models.Q(state__in=UNFROZEN) & models.Q(frozen_at__isnull=False)),
        ),
        _check(
            "contractversion",
            "version_effective_has_moment",
            models.Q(state="effective", effective_at__isnull=False)
            | (~models.Q(state="effective") & models.Q(effective_at=None)),
        ),
        _check("contractversion", "version_amendment_counts", models.Q(amendment=None) | models.Q(amendment__gt=0)),
        migrations.AlterField(
            "contract",
            "state",
            models.CharField(
                choices=list(CONTRACT_STATES), default="draft", editable=False, max_length=20, verbose_name="state"
            ),
        ),
        migrations.AddField("contract", "expiring_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "contract",
            "renews",
            models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewal",
                to="contracts.contract",
            ),
        ),
        migrations.RunSQL(FILL_NOTICES, migrations.RunSQL.noop),
        migrations.RunSQL(PRINTED_CONTRACT, migrations.RunSQL.noop),
        migrations.RemoveConstraint("contract", "contract_states"),
        migrations.RemoveConstraint("contract", "contract_effective_has_moment"),
        _check("contract", "contract_states", models.Q(state__in=[state for state, _label in CONTRACT_STATES])),
        _check(
            "contract",
            "contract_effective_has_moment",
            models.Q(state__in=UNSIGNED, effective_at=None)
            | (~models.Q(state__in=UNSIGNED) & models.Q(effective_at__isnull=False)),
        ),
        _check(
            "contract",
            "contract_ended_has_moment",
            ~models.Q(state__in=["expired", "renewed", "terminated", "archived"]) | models.Q(ends_at__isnull=False),
        ),
        _check(
            "contract",
            "contract_expiring_before_end",
            models.Q(expiring_at=None) | models.Q(ends_at__gt=models.F("expiring_at")),
        ),
        _check("contract", "contract_renews_another", models.Q(renews=None) | ~models.Q(renews=models.F("id"))),
        migrations.AddIndex(
            "contract",
            models.Index(
                fields=["ends_at"],
                condition=models.Q(state__in=["effective", "expiring"]),
                name="contract_running_end",
            ),
        ),
        migrations.AddIndex(
            "contract",
            models.Index(fields=["expiring_at"], condition=models.Q(state="effective"), name="contract_running_notice"),
        ),
    ]
