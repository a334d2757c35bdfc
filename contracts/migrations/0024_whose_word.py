import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from contracts.migrations._heard_and_counted import ENDS_HEARD

# Only the side that began a dispute may end it alone: it could have dropped it. Else the other side could end what was
# begun against it by recording a decision that costs it one fen.
BEFORE = """            WHEN NEW.amount IS NULL THEN about.began = NEW.party_id
            WHEN NEW.party_id"""
AFTER = """            WHEN about.began <> NEW.party_id THEN false
            WHEN NEW.amount IS NULL THEN true
            WHEN NEW.party_id"""
HEARD_BEFORE = ENDS_HEARD[: ENDS_HEARD.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
HEARD = HEARD_BEFORE.replace(BEFORE, AFTER)

# Whose word the earlier answers were follows from what they are: nobody but the proposing side takes back, nobody but
# the other one declines; and what counted in the moment in which it was recorded was its recorder's own word.
WHOSE = """
DROP TRIGGER answered_once ON contracts_adjustment;
SELECT set_config('encore.actor', 'migration', true);
UPDATE contracts_adjustment a SET answerer_id = CASE
    WHEN a.dispute_id IS NOT NULL THEN (
        SELECT e.answerer_id FROM contracts_disputeend e WHERE e.dispute_id = a.dispute_id AND e.state = 'effective')
    WHEN a.state = 'withdrawn' THEN a.party_id
    WHEN a.state = 'effective' AND a.kind <> 'agreement' AND a.answered_at = a.proposed_at THEN a.party_id
    WHEN a.party_id = b.injured_id THEN b.at_fault_id
    ELSE b.injured_id END
FROM contracts_damages d JOIN contracts_breach b ON b.id = d.breach_id
WHERE d.id = a.damages_id AND a.state <> 'proposed';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
CREATE TRIGGER answered_once BEFORE INSERT OR UPDATE OR DELETE ON contracts_adjustment
    FOR EACH ROW EXECUTE FUNCTION contracts_answered_once(answered_at, state, answer, answered_by, serial, answerer_id);
"""
AS_BEFORE = """
DROP TRIGGER answered_once ON contracts_adjustment;
CREATE TRIGGER answered_once BEFORE INSERT OR UPDATE OR DELETE ON contracts_adjustment
    FOR EACH ROW EXECUTE FUNCTION contracts_answered_once(answered_at, state, answer, answered_by, serial);
"""

# One side alone makes a sum count only where it was decided outside and goes against that side, or by an end of a
# dispute, which has its own rule. ``contracts.domain.liability.adjusting`` says the same.
ADJUSTMENT_HEARD = """
CREATE FUNCTION contracts_adjustment_heard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    about record;
BEGIN
    SELECT b.injured_id, b.at_fault_id, contracts_owed(d.id) AS owed INTO about
        FROM contracts_damages d JOIN contracts_breach b ON b.id = d.breach_id WHERE d.id = NEW.damages_id;
    IF NEW.party_id NOT IN (about.injured_id, about.at_fault_id)
        OR NEW.answerer_id NOT IN (about.injured_id, about.at_fault_id)
    THEN
        RAISE EXCEPTION 'adjustment % by others', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'effective' AND NEW.answerer_id = NEW.party_id AND NEW.dispute_id IS NULL AND (
        NEW.kind = 'agreement'
        OR (NEW.party_id = about.injured_id AND NEW.amount >= about.owed)
        OR (NEW.party_id = about.at_fault_id AND NEW.amount <= about.owed)
    ) THEN
        RAISE EXCEPTION 'adjustment % is in favour of the side that recorded it', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER adjustment_heard BEFORE INSERT OR UPDATE ON contracts_adjustment
    FOR EACH ROW EXECUTE FUNCTION contracts_adjustment_heard();
"""
DROP_ADJUSTMENT_HEARD = """
DROP TRIGGER adjustment_heard ON contracts_adjustment;
DROP FUNCTION contracts_adjustment_heard();
"""


class Migration(migrations.Migration):
    """Only who began a dispute ends it alone, and the database knows by whose word an adjustment counts."""

    dependencies = [("contracts", "0023_decided_stays"), ("parties", "0003_own_mailbox")]

    operations = [
        migrations.RunSQL(HEARD, HEARD_BEFORE),
        migrations.AddField(
            "adjustment",
            "answerer",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
            ),
        ),
        migrations.RunSQL(WHOSE, AS_BEFORE),
        migrations.AddConstraint(
            "adjustment",
            models.CheckConstraint(
                condition=Q(state="proposed", answerer=None)
                | Q(state="effective", answerer__isnull=False)
                | (Q(state="declined", answerer__isnull=False) & ~Q(answerer=F("party")))
                | Q(state="withdrawn", answerer=F("party")),
                name="adjustment_whose_word",
            ),
        ),
        migrations.RunSQL(ADJUSTMENT_HEARD, DROP_ADJUSTMENT_HEARD),
    ]
