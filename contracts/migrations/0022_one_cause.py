import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.lookups import Exact

from contracts.migrations._heard_and_counted import FIRST_DAY, LAST_DAY

TO_BE_DONE = ["compensate_customers", "discipline", "reassess", "redo", "revise_plan", "stronger_security"]

# What a remedy or a dispute asks for had borrowed some term of the contract. A date in a dispute is known to belong to
# it where it was noted between the same two while one dispute alone was open; any other keeps the term it had.
OWN_CAUSES = """
SELECT set_config('encore.actor', 'migration', true);
ALTER TABLE contracts_remedy DISABLE TRIGGER append_only;
UPDATE contracts_remedy r SET until_date = (d.first_due_at AT TIME ZONE 'Asia/Shanghai' - interval '1 microsecond')::date
FROM contracts_obligation o JOIN deadlines_deadline d ON d.id = o.deadline_id WHERE o.id = r.obligation_id;
UPDATE contracts_obligation o SET remedy_id = r.id, term_id = NULL FROM contracts_remedy r WHERE r.obligation_id = o.id;
UPDATE contracts_obligation o SET dispute_id = found.dispute_id, term_id = NULL
FROM (
    SELECT noted.id, min(s.id) AS dispute_id
    FROM contracts_obligation noted
    JOIN deadlines_deadline d ON d.id = noted.deadline_id AND d.kind = 'dispute.date'
    JOIN contracts_breach b ON b.contract_id = noted.contract_id
        AND (noted.debtor_id, noted.creditor_id) IN ((b.at_fault_id, b.injured_id), (b.injured_id, b.at_fault_id))
    JOIN contracts_dispute s ON s.breach_id = b.id
        AND d.started_at >= s.opened_at AND (s.ended_at IS NULL OR d.started_at <= s.ended_at)
    GROUP BY noted.id HAVING count(*) = 1
) found WHERE found.id = o.id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE contracts_remedy ENABLE TRIGGER append_only;
"""
BORROWED_CAUSES = """
SELECT set_config('encore.actor', 'migration', true);
ALTER TABLE contracts_remedy DISABLE TRIGGER append_only;
UPDATE contracts_remedy r SET obligation_id = o.id FROM contracts_obligation o WHERE o.remedy_id = r.id;
UPDATE contracts_obligation o SET remedy_id = NULL, dispute_id = NULL, term_id = (
    SELECT min(t.id) FROM contracts_term t
    JOIN contracts_breachkind k ON k.version_id = t.version_id JOIN contracts_breach b ON b.kind_id = k.id
    WHERE b.id IN (
        SELECT breach_id FROM contracts_remedy WHERE id = o.remedy_id
        UNION ALL SELECT breach_id FROM contracts_dispute WHERE id = o.dispute_id
    )
) WHERE o.term_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE contracts_remedy ENABLE TRIGGER append_only;
"""

# A remedy or a dispute is the cause of a duty between its own two parties, under its own contract; and what a remedy
# asks to be done is owed by somebody when the transaction ends.
CAUSE_FITS = """
CREATE FUNCTION contracts_cause_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_remedy r JOIN public.contracts_breach b ON b.id = r.breach_id
        WHERE r.id = NEW.remedy_id AND r.until_date IS NOT NULL
            AND (b.contract_id, b.at_fault_id, b.injured_id) = (NEW.contract_id, NEW.debtor_id, NEW.creditor_id)
        UNION ALL
        SELECT FROM public.contracts_dispute d JOIN public.contracts_breach b ON b.id = d.breach_id
        WHERE d.id = NEW.dispute_id AND b.contract_id = NEW.contract_id
            AND (NEW.debtor_id, NEW.creditor_id) IN ((b.at_fault_id, b.injured_id), (b.injured_id, b.at_fault_id))
    ) THEN
        RAISE EXCEPTION 'obligation of other parties than its cause' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cause_fits BEFORE INSERT OR UPDATE ON contracts_obligation
    FOR EACH ROW WHEN (NEW.remedy_id IS NOT NULL OR NEW.dispute_id IS NOT NULL)
    EXECUTE FUNCTION contracts_cause_fits();
CREATE FUNCTION contracts_remedy_owed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.contracts_obligation o WHERE o.remedy_id = NEW.id) THEN
        RAISE EXCEPTION 'nobody owes remedy %', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER remedy_owed AFTER INSERT ON contracts_remedy DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.until_date IS NOT NULL) EXECUTE FUNCTION contracts_remedy_owed();
"""
DROP_CAUSE_FITS = """
DROP TRIGGER remedy_owed ON contracts_remedy;
DROP FUNCTION contracts_remedy_owed();
DROP TRIGGER cause_fits ON contracts_obligation;
DROP FUNCTION contracts_cause_fits();
"""


def _count(*columns: str) -> Func:
    return Func(*(F(each) for each in columns), function="num_nonnulls", output_field=IntegerField())


OF_BREACH = _count("obligation", "measurement", "report")


class Migration(migrations.Migration):
    """An obligation and a breach have one cause each, and none borrows another's."""

    dependencies = [("contracts", "0021_heard_and_counted"), ("deadlines", "0003_extensions")]

    operations = [
        migrations.AlterField(
            "obligation",
            "term",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="obligations",
                to="contracts.term",
            ),
        ),
        migrations.RemoveConstraint("remedy", "remedy_is_done_by_somebody"),
        # The old key first gives up its name on obligations; the new one takes it.
        migrations.AlterField(
            "remedy",
            "obligation",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.obligation"
            ),
        ),
        migrations.AddField("remedy", "until_date", models.DateField(null=True)),
        migrations.AddField(
            "obligation",
            "remedy",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.remedy"
            ),
        ),
        migrations.AddField(
            "obligation",
            "dispute",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="dates", to="contracts.dispute"
            ),
        ),
        migrations.RunSQL(OWN_CAUSES, BORROWED_CAUSES),
        migrations.RemoveField("remedy", "obligation"),
        migrations.AlterField(
            "obligation",
            "remedy",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="obligation",
                to="contracts.remedy",
            ),
        ),
        migrations.AddConstraint(
            "remedy",
            models.CheckConstraint(
                condition=Q(code__in=TO_BE_DONE, until_date__isnull=False)
                | (~Q(code__in=TO_BE_DONE) & Q(until_date=None)),
                name="remedy_is_done_by_a_day",
            ),
        ),
        migrations.AddConstraint(
            "remedy",
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__range=(FIRST_DAY, LAST_DAY)), name="remedy_day_known"
            ),
        ),
        migrations.AddConstraint(
            "obligation",
            models.CheckConstraint(
                condition=Exact(_count("term", "remedy", "dispute"), 1), name="obligation_one_cause"
            ),
        ),
        migrations.RunSQL(CAUSE_FITS, DROP_CAUSE_FITS),
        # Who owes a series, the clause and the engagement say; nothing ever wrote it here.
        migrations.RemoveField("schedule", "debtor"),
        # No verb ever made a breach without a cause.
        migrations.RemoveConstraint("breach", "breach_one_cause"),
        migrations.AddConstraint(
            "breach", models.CheckConstraint(condition=Exact(OF_BREACH, 1), name="breach_one_cause")
        ),
    ]
