"""What the database itself keeps of care and offers: nothing is oversold, used twice, or changed after it was said."""

# A row of a venue names the party of that venue.
PLACE = """
CREATE FUNCTION members_venue_of_party() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.venue_id IS NOT NULL AND NEW.party_id <> (SELECT party_id FROM parties_venue WHERE id = NEW.venue_id) THEN
        RAISE EXCEPTION 'venue % is of another party', NEW.venue_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER place_fits BEFORE INSERT OR UPDATE ON members_segment
    FOR EACH ROW EXECUTE FUNCTION members_venue_of_party();
CREATE TRIGGER place_fits BEFORE INSERT OR UPDATE ON members_offer
    FOR EACH ROW EXECUTE FUNCTION members_venue_of_party();
CREATE TRIGGER place_fits BEFORE INSERT OR UPDATE ON members_carerule
    FOR EACH ROW EXECUTE FUNCTION members_venue_of_party();
CREATE TRIGGER place_fits BEFORE INSERT OR UPDATE ON members_carelimits
    FOR EACH ROW EXECUTE FUNCTION members_venue_of_party();
"""
DROP_PLACE = """
DROP TRIGGER place_fits ON members_segment;
DROP TRIGGER place_fits ON members_offer;
DROP TRIGGER place_fits ON members_carerule;
DROP TRIGGER place_fits ON members_carelimits;
DROP FUNCTION members_venue_of_party();
"""

# An offer stays as it was made, but that it can be called off, once.
OFFER_STAYS = """
CREATE FUNCTION members_offer_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.cancelled_at IS NOT NULL
            OR (to_jsonb(NEW) - 'cancelled_at') IS DISTINCT FROM (to_jsonb(OLD) - 'cancelled_at') THEN
        RAISE EXCEPTION 'offer % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER offer_stays BEFORE UPDATE OR DELETE ON members_offer
    FOR EACH ROW EXECUTE FUNCTION members_offer_stays();
"""
DROP_OFFER_STAYS = "DROP TRIGGER offer_stays ON members_offer; DROP FUNCTION members_offer_stays();"

# The number of a voucher is one of the stock, its ordinal one of those that a member may have; both are unique, so that
# more of them cannot be there. A voucher that was used or called off stays so; only a merge of members moves it.
VOUCHER_FITS = """
CREATE FUNCTION members_voucher_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    free text[] := ARRAY['member_id', 'ordinal'];
    kept members_offer;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'UPDATE' AND OLD.state = 'issued' THEN
            free := free || ARRAY['state', 'redeemed_at', 'redeemed_by_id', 'redeemed_venue_id', 'cancelled_at',
                'cancelled_by_id'];
        END IF;
        IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
            RAISE EXCEPTION 'voucher % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    SELECT * INTO kept FROM members_offer WHERE id = NEW.offer_id;
    IF kept.party_id <> (SELECT party_id FROM members_member WHERE id = NEW.member_id) THEN
        RAISE EXCEPTION 'member % is of another party', NEW.member_id USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT'
            AND (NEW.number > kept.stock OR NEW.ordinal > kept.per_member OR kept.cancelled_at IS NOT NULL) THEN
        RAISE EXCEPTION 'offer % has no voucher % any more', kept.id, NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER voucher_fits BEFORE INSERT OR UPDATE OR DELETE ON members_voucher
    FOR EACH ROW EXECUTE FUNCTION members_voucher_fits();
"""
DROP_VOUCHER_FITS = "DROP TRIGGER voucher_fits ON members_voucher; DROP FUNCTION members_voucher_fits();"

# A message belongs to a version of its rule and to a member of the rule's party; what it was planned for stays, and so
# does how it ended, but that a receipt of its arrival may still come after a failure was assumed.
MESSAGE_FITS = """
CREATE FUNCTION members_care_message_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    free text[] := ARRAY['unsubscribed_at'];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'UPDATE' AND OLD.state NOT IN ('skipped', 'delivered') THEN
            free := free || ARRAY['channel', 'state', 'reason', 'send_at', 'sent_at', 'ended_at', 'voucher_id'];
        END IF;
        IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
            RAISE EXCEPTION 'message of care % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT FROM members_careruleversion WHERE (id, rule_id) = (NEW.version_id, NEW.rule_id))
            OR NOT EXISTS (
                SELECT FROM members_carerule r JOIN members_member m USING (party_id)
                WHERE r.id = NEW.rule_id AND m.id = NEW.member_id
            ) THEN
        RAISE EXCEPTION 'rule % has nothing for member %', NEW.rule_id, NEW.member_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_fits BEFORE INSERT OR UPDATE OR DELETE ON members_caremessage
    FOR EACH ROW EXECUTE FUNCTION members_care_message_fits();
"""
DROP_MESSAGE_FITS = "DROP TRIGGER message_fits ON members_caremessage; DROP FUNCTION members_care_message_fits();"

# A visit is to a member of the venue's party; what ended stays; nobody is visited by a plan that is closed, nor is a
# plan opened again.
VISIT_FITS = """
CREATE FUNCTION members_visit_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE'
            AND (OLD.state <> 'open' OR (OLD.plan_id, OLD.member_id) <> (NEW.plan_id, NEW.member_id))) THEN
        RAISE EXCEPTION 'visit % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM members_visitplan p JOIN parties_venue v ON v.id = p.venue_id JOIN members_member m USING (party_id)
        WHERE p.id = NEW.plan_id AND p.closed_at IS NULL AND m.id = NEW.member_id
    ) THEN
        RAISE EXCEPTION 'plan % is closed, or of another party', NEW.plan_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER visit_fits BEFORE INSERT OR UPDATE OR DELETE ON members_visit
    FOR EACH ROW EXECUTE FUNCTION members_visit_fits();
CREATE FUNCTION members_visit_plan_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
            OR (to_jsonb(NEW) - '{closed_at,closed_by_id}'::text[])
                IS DISTINCT FROM (to_jsonb(OLD) - '{closed_at,closed_by_id}'::text[]) THEN
        RAISE EXCEPTION 'visit plan % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_stays BEFORE UPDATE OR DELETE ON members_visitplan
    FOR EACH ROW EXECUTE FUNCTION members_visit_plan_stays();
"""
DROP_VISIT_FITS = """
DROP TRIGGER plan_stays ON members_visitplan;
DROP FUNCTION members_visit_plan_stays();
DROP TRIGGER visit_fits ON members_visit;
DROP FUNCTION members_visit_fits();
"""

AUDITED = {
    "segment": (),
    "offer": (),
    "voucher": ("nonce", "code_hash"),
    "carerule": (),
    "careruleversion": (),
    "carelimits": (),
    "caremessage": ("nonce", "token_hash"),
    "visitplan": (),
    "visit": (),
    "visitattempt": (),
}
APPEND_ONLY = ("careruleversion", "carelimits", "visitattempt")
