"""What the tables of handling keep by themselves: what was asked stays, what ended stays, and nobody gives too much."""

# Called with the columns that may still change; without any, the row is as it will be for good.
STAYS = """
CREATE FUNCTION complaints_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    free text[] := coalesce(TG_ARGV, '{}');  -- a trigger without arguments has none at all, not an empty list
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
        RAISE EXCEPTION '% % stays as it is', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
DROP_STAYS = "DROP FUNCTION complaints_stays();"

# A compensation is judged by rules of the side that gives it, together with what the complaint gets of that kind
# already, and its complaint never gets more than their cap: the complaint's row is locked, so that of two at once the
# second one counts the first.
FITS = """
CREATE FUNCTION complaints_compensation_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most numeric;
    given numeric;
    of_kind numeric;
BEGIN
    SELECT cap INTO most FROM public.complaints_compensationtable WHERE (id, party_id) = (NEW.table_id, NEW.party_id);
    IF most IS NULL THEN
        RAISE EXCEPTION 'rules % are not of party %', NEW.table_id, NEW.party_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM FROM public.complaints_complaint WHERE id = NEW.complaint_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(amount), 0) + NEW.amount INTO of_kind FROM public.complaints_compensation
    WHERE (complaint_id, party_id, kind) = (NEW.complaint_id, NEW.party_id, NEW.kind)
        AND state IN ('proposed', 'approved', 'paid') AND id <> NEW.id;
    IF NEW.rule_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.complaints_compensationrule r
        WHERE r.id = NEW.rule_id AND (r.table_id, r.kind) = (NEW.table_id, NEW.kind)
            AND (of_kind > r.most) = NEW.is_beyond AND (of_kind > r.free_up_to) = NEW.needs_approval
    ) THEN
        RAISE EXCEPTION 'rule % does not judge this compensation so', NEW.rule_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT coalesce(sum(amount), 0) INTO given FROM public.complaints_compensation
    WHERE (complaint_id, party_id) = (NEW.complaint_id, NEW.party_id)
        AND state IN ('proposed', 'approved', 'paid') AND id <> NEW.id;
    IF given + NEW.amount > most THEN
        RAISE EXCEPTION 'complaint % gets % at most', NEW.complaint_id, most
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits AFTER INSERT ON complaints_compensation
    FOR EACH ROW EXECUTE FUNCTION complaints_compensation_fits();
"""
DROP_FITS = """
DROP TRIGGER fits ON complaints_compensation;
DROP FUNCTION complaints_compensation_fits();
"""


def stays(name: str, table: str, *free: str, when: str = "") -> tuple[str, str]:
    """A trigger by which rows of the table keep all but the ``free`` columns, and its undoing."""
    condition = f" WHEN ({when})" if when else ""
    columns = ", ".join(f"'{column}'" for column in free)
    make = f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW{condition}"
    return f"{make} EXECUTE FUNCTION complaints_stays({columns})", f"DROP TRIGGER {name} ON {table}"


TRIGGERS = (
    stays("asked", "complaints_complainttask", "state", "words", "ended_by_id", "ended_at"),
    stays("ended", "complaints_complainttask", when="OLD.ended_at IS NOT NULL"),
    stays("opened", "complaints_mediation", "state", "outcome", "ended_by_id", "ended_at"),
    stays("ended", "complaints_mediation", when="OLD.ended_at IS NOT NULL"),
    stays("planned", "complaints_apology", "given_at", "noted_by_id", "noted_at"),
    stays("given", "complaints_apology", when="OLD.given_at IS NOT NULL"),
    stays(
        "asked",
        "complaints_compensation",
        *("state", "decided_by_id", "decided_at", "decision", "ended_by_id", "ended_at", "paid_date", "receipt_id"),
    ),
    stays(
        "decided",
        "complaints_compensation",
        *("state", "ended_by_id", "ended_at", "paid_date", "receipt_id"),
        when="OLD.decided_at IS NOT NULL",
    ),
    stays("ended", "complaints_compensation", when="OLD.state IN ('rejected', 'paid', 'withdrawn')"),
    stays(
        "asked",
        "complaints_correctiveaction",
        *("state", "check_deadline_id", "done_at", "done_by_id", "done_words", "ended_at", "ended_by_id", "words"),
        *("before_count", "before_of", "after_count", "after_of"),
    ),
    stays("ended", "complaints_correctiveaction", when="OLD.ended_at IS NOT NULL"),
)

AUDITED = (
    "complainttask",
    "statement",
    "mediation",
    "apology",
    "compensationtable",
    "compensationrule",
    "approvallimit",
    "compensation",
    "causefinding",
    "causerule",
    "rootcause",
    "correctiveaction",
)
APPEND_ONLY = ("statement", "compensationtable", "compensationrule", "approvallimit", "causefinding", "rootcause")
