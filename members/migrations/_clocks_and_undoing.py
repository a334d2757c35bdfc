"""What the database itself keeps of benefits that were taken back, and of the clocks of data incidents."""

# What was counted stays; it can be taken back, once.
USE_STAYS = """
CREATE FUNCTION members_use_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    free text[] := ARRAY['undone_by_id', 'undone_at', 'undone_because'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL
            OR to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
        RAISE EXCEPTION 'use % of a benefit stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON members_benefituse
    FOR EACH ROW EXECUTE FUNCTION members_use_stays();
"""
DROP_USE_STAYS = "DROP TRIGGER stays ON members_benefituse; DROP FUNCTION members_use_stays();"

MAY_BE_UNDONE = ("DROP TRIGGER append_only ON {table}", "GRANT UPDATE ON {table} TO {app}")
NEVER_CHANGED = (
    "REVOKE UPDATE ON {table} FROM {app}",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION foundation_append_only()",
)

# The 72 hours run from when the incident was found; a level begins at the very moment at which the one below was missed.
CLOCK_IN_ORDER = """
CREATE FUNCTION members_incident_clock_in_order() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.members_dataincident i JOIN public.deadlines_deadline own ON own.id = NEW.deadline_id
        WHERE i.id = NEW.incident_id AND own.party_id = i.party_id AND CASE WHEN NEW.level = 0
            THEN own.started_at = i.found_at AND own.first_due_at = i.found_at + interval '72 hours'
            ELSE EXISTS (
                SELECT FROM public.members_incidentclock c JOIN public.deadlines_deadline below ON below.id = c.deadline_id
                WHERE c.incident_id = i.id AND c.level = NEW.level - 1
                    AND below.outcome = 'missed' AND below.due_at = own.started_at
            ) END
    ) THEN
        RAISE EXCEPTION 'level % of incident % is out of turn', NEW.level, NEW.incident_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_order BEFORE INSERT ON members_incidentclock
    FOR EACH ROW EXECUTE FUNCTION members_incident_clock_in_order();
"""
DROP_CLOCK_IN_ORDER = """
DROP TRIGGER in_order ON members_incidentclock;
DROP FUNCTION members_incident_clock_in_order();
"""

# Incidents of which nobody was told yet get their clock; who entered them answers for it.
START_CLOCKS = """
SELECT set_config('encore.actor', 'migration', true);
WITH untold AS (
    SELECT id, party_id, entered_by_id, found_at FROM members_dataincident
    WHERE closed_at IS NULL AND authority_told_at IS NULL
), started AS (
    INSERT INTO deadlines_deadline (kind, party_id, owner_id, started_at, first_due_at, due_at, next_at, warned)
    SELECT 'members.incident:' || id, party_id, entered_by_id, found_at, found_at + interval '72 hours',
        found_at + interval '72 hours', found_at + interval '36 hours', 0
    FROM untold
    RETURNING id, kind
)
INSERT INTO members_incidentclock (incident_id, level, deadline_id)
SELECT untold.id, 0, started.id FROM untold JOIN started ON started.kind = 'members.incident:' || untold.id;
UPDATE deadlines_deadline SET kind = 'members.incident' WHERE kind LIKE 'members.incident:%';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
