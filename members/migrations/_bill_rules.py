"""What the table of bills keeps by itself: who it belongs to, how much can be given back, that nothing changes."""

# A bill's member and venue are of its party; a refund is of a bill of that venue and member, and all refunds of a bill
# together are no more than it: the bill is locked, so that of two at once the second one counts the first.
FITS = """
CREATE FUNCTION members_bill_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    original record;
    given bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM public.parties_venue v WHERE (v.id, v.party_id) = (NEW.venue_id, NEW.party_id))
        OR NEW.member_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.members_member m WHERE (m.id, m.party_id) = (NEW.member_id, NEW.party_id)
        )
    THEN
        RAISE EXCEPTION 'bill % is of another house', NEW.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.refund_of_id IS NOT NULL THEN
        SELECT venue_id, member_id, amount_fen, refund_of_id INTO original
        FROM public.members_bill WHERE id = NEW.refund_of_id FOR NO KEY UPDATE;
        SELECT coalesce(sum(amount_fen), 0) INTO given FROM public.members_bill WHERE refund_of_id = NEW.refund_of_id;
        IF original.refund_of_id IS NOT NULL OR original.venue_id <> NEW.venue_id
            OR original.member_id IS DISTINCT FROM NEW.member_id OR given + NEW.amount_fen > original.amount_fen
        THEN
            RAISE EXCEPTION 'refund % does not fit its bill', NEW.number
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT OR UPDATE OF member_id ON members_bill
    FOR EACH ROW EXECUTE FUNCTION members_bill_fits();
"""
DROP_FITS = "DROP TRIGGER fits ON members_bill; DROP FUNCTION members_bill_fits();"

# Two members turn out to be one: then, and only then, a bill belongs to another.
STAYS = """
CREATE FUNCTION members_bill_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.member_id IS NULL OR OLD.member_id IS NULL
        OR (to_jsonb(NEW) - 'member_id') IS DISTINCT FROM (to_jsonb(OLD) - 'member_id')
    THEN
        RAISE EXCEPTION 'bill % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON members_bill FOR EACH ROW EXECUTE FUNCTION members_bill_stays();
"""
DROP_STAYS = "DROP TRIGGER stays ON members_bill; DROP FUNCTION members_bill_stays();"

# A merge is as it was; only its undoing is written down, once.
MERGE_STAYS = """
CREATE FUNCTION members_merge_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    free text[] := ARRAY['undone_by_id', 'undone_at'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL
        OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free)
    THEN
        RAISE EXCEPTION 'merge % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON members_membermerge
    FOR EACH ROW EXECUTE FUNCTION members_merge_stays();
"""
DROP_MERGE_STAYS = "DROP TRIGGER stays ON members_membermerge; DROP FUNCTION members_merge_stays();"
