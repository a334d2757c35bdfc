"""The functions and triggers of complaints as they are after 0009; the earlier migrations tell how they came about."""

FUNCTIONS = [
    """
CREATE FUNCTION public.complaints_claim_rules() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    moving text[] := ARRAY['state', 'month_id', 'decided_by_id', 'decided_at', 'overrun'];
    m complaints_costmonth;
    lines numeric;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'claim % is never removed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a claim begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'approved' THEN
        moving := ARRAY['state'];
    END IF;
    IF OLD.state IN ('settled', 'dropped') OR (OLD.state = 'approved' AND NEW.state <> 'settled')
            OR (OLD.state <> 'draft' AND to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving) THEN
        RAISE EXCEPTION 'claim % is frozen', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'draft' AND NEW.state = 'submitted' THEN
        SELECT coalesce(sum(amount), 0) INTO lines FROM complaints_claimline WHERE claim_id = NEW.id;
        IF NEW.amount <> lines THEN
            RAISE EXCEPTION 'claim % asks for % and its lines for %', NEW.id, NEW.amount, lines
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.month_id IS NOT NULL THEN
        SELECT * INTO m FROM complaints_costmonth WHERE id = NEW.month_id FOR SHARE;
        IF m.party_id <> NEW.party_id OR m.locked_at IS NOT NULL THEN
            RAISE EXCEPTION 'claim % does not count in the month %', NEW.id, m.month USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_compensation_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.complaints_correction_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    m complaints_costmonth;
    was complaints_costmonth;
    cost complaints_settledcost;
    since numeric;
BEGIN
    SELECT * INTO m FROM complaints_costmonth WHERE id = NEW.month_id;
    SELECT * INTO cost FROM complaints_settledcost WHERE id = NEW.corrects_id;
    SELECT c.* INTO was FROM complaints_costmonth c JOIN complaints_settledcost s ON s.month_id = c.id
        WHERE s.id = NEW.corrects_id FOR NO KEY UPDATE OF c;
    SELECT coalesce(sum(amount), 0) INTO since FROM complaints_costadjustment WHERE corrects_id = NEW.corrects_id;
    IF was.party_id <> m.party_id OR was.locked_at IS NULL OR was.month >= m.month
            OR cost.amount + since + NEW.amount < 0 THEN
        RAISE EXCEPTION 'this does not correct cost %', NEW.corrects_id USING ERRCODE = 'check_violation';
    END IF;
    IF (cost.source = 'claim' AND EXISTS (
        SELECT FROM complaints_expenseclaim c WHERE c.id = cost.source_id AND c.asked_by_id = NEW.user_id
    )) OR (cost.source = 'compensation' AND EXISTS (
        SELECT FROM complaints_compensation c
        WHERE c.id = cost.source_id AND NEW.user_id IN (c.asked_by_id, c.ended_by_id)
    )) THEN
        RAISE EXCEPTION 'cost % is corrected by somebody else', NEW.corrects_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_delivery_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM public.complaints_customermessage m
        WHERE m.id = NEW.message_id AND m.direction = 'out' AND m.channel IN ('sms', 'wechat', 'email')
    ) THEN
        RAISE EXCEPTION 'delivery_of_outgoing: only an outgoing message that is carried has a delivery'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_escalation_in_order() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.deadlines_deadline own, public.deadlines_deadline below
        WHERE own.id = NEW.deadline_id AND own.kind = 'escalations.level'
            AND below.id = CASE WHEN NEW.number = 1
                THEN (SELECT c.deadline_id FROM public.complaints_clock c WHERE c.id = NEW.clock_id)
                ELSE (
                    SELECT l.deadline_id FROM public.complaints_escalationlevel l
                    WHERE l.clock_id = NEW.clock_id AND l.number = NEW.number - 1
                )
            END
            AND below.outcome = 'missed' AND own.started_at = below.outcome_at
    ) THEN
        RAISE EXCEPTION 'level % of clock % is out of turn', NEW.number, NEW.clock_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_into_an_open_month() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE m complaints_costmonth;
BEGIN
    SELECT * INTO m FROM complaints_costmonth WHERE id = NEW.month_id FOR SHARE;
    IF m.locked_at IS NOT NULL THEN
        RAISE EXCEPTION 'the month % is locked', m.month USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_link_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF (SELECT count(DISTINCT v.party_id) FROM complaints_complaint c JOIN parties_venue v ON v.id = c.venue_id
        WHERE c.id IN (NEW.first_id, NEW.second_id)) > 1
    THEN
        RAISE EXCEPTION 'complaints % and % are of two houses', NEW.first_id, NEW.second_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_link_fits';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_merge_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    target complaints_complaint;
BEGIN
    SELECT * INTO target FROM complaints_complaint WHERE id = NEW.merged_into_id FOR NO KEY UPDATE;
    IF target.id = NEW.id OR target.venue_id <> NEW.venue_id OR target.contract_id IS DISTINCT FROM NEW.contract_id
        OR target.closed_at IS NOT NULL OR EXISTS (SELECT FROM complaints_complaint WHERE merged_into_id = NEW.id)
    THEN
        RAISE EXCEPTION 'complaint % cannot be merged into %', NEW.id, NEW.merged_into_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_merge_fits';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_month_rules() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.locked_at IS NOT NULL
            OR (NEW.id, NEW.party_id, NEW.month) IS DISTINCT FROM (OLD.id, OLD.party_id, OLD.month))) THEN
        RAISE EXCEPTION 'a month of costs is locked once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.locked_at IS NOT NULL OR EXISTS (
            SELECT FROM complaints_costmonth o
            WHERE o.party_id = NEW.party_id AND o.month >= NEW.month AND o.locked_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'the month % is behind a locked one', NEW.month USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.locked_at IS NOT NULL AND (
        NEW.locked_at < (NEW.month + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
        OR EXISTS (SELECT FROM complaints_expenseclaim c WHERE c.month_id = NEW.id AND c.state = 'approved')
        OR NEW.total <> (SELECT coalesce(sum(s.amount), 0) FROM complaints_settledcost s WHERE s.month_id = NEW.id)
        OR EXISTS (
            SELECT FROM complaints_costmonth o
            WHERE o.party_id = NEW.party_id AND o.month < NEW.month AND o.locked_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'the month % cannot be locked like this', NEW.month USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.complaints_of_a_draft() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    row_now record;
    stage text;
BEGIN
    IF TG_OP = 'DELETE' THEN row_now := OLD; ELSE row_now := NEW; END IF;
    SELECT state INTO stage FROM complaints_expenseclaim WHERE id = row_now.claim_id FOR SHARE;
    IF stage <> 'draft' OR (TG_OP = 'UPDATE' AND OLD.claim_id <> NEW.claim_id) THEN
        RAISE EXCEPTION 'claim % is handed in', row_now.claim_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN row_now;
END $$;
""",
    """
CREATE FUNCTION public.complaints_stays() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    free text[] := coalesce(TG_ARGV, '{}');  -- a trigger without arguments has none at all, not an empty list
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
        RAISE EXCEPTION '% % stays as it is', TG_TABLE_NAME, OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
]

TRIGGERS = [
    """
CREATE TRIGGER asked BEFORE DELETE OR UPDATE ON public.complaints_compensation FOR EACH ROW EXECUTE FUNCTION public.complaints_stays('state', 'decided_by_id', 'decided_at', 'decision', 'ended_by_id', 'ended_at', 'paid_date', 'receipt_id');
""",
    """
CREATE TRIGGER asked BEFORE DELETE OR UPDATE ON public.complaints_complainttask FOR EACH ROW EXECUTE FUNCTION public.complaints_stays('state', 'words', 'ended_by_id', 'ended_at');
""",
    """
CREATE TRIGGER asked BEFORE DELETE OR UPDATE ON public.complaints_correctiveaction FOR EACH ROW EXECUTE FUNCTION public.complaints_stays('state', 'check_deadline_id', 'done_at', 'done_by_id', 'done_words', 'ended_at', 'ended_by_id', 'words', 'before_count', 'before_of', 'after_count', 'after_of');
""",
    """
CREATE TRIGGER correction_fits BEFORE INSERT ON public.complaints_costadjustment FOR EACH ROW EXECUTE FUNCTION public.complaints_correction_fits();
""",
    """
CREATE TRIGGER decided BEFORE DELETE OR UPDATE ON public.complaints_compensation FOR EACH ROW WHEN ((old.decided_at IS NOT NULL)) EXECUTE FUNCTION public.complaints_stays('state', 'ended_by_id', 'ended_at', 'paid_date', 'receipt_id');
""",
    """
CREATE TRIGGER delivery_fits BEFORE INSERT OR UPDATE OF message_id ON public.complaints_messagedelivery FOR EACH ROW EXECUTE FUNCTION public.complaints_delivery_fits();
""",
    """
CREATE TRIGGER ended BEFORE DELETE OR UPDATE ON public.complaints_compensation FOR EACH ROW WHEN (old.state IN ('rejected', 'paid', 'withdrawn')) EXECUTE FUNCTION public.complaints_stays();
""",
    """
CREATE TRIGGER ended BEFORE DELETE OR UPDATE ON public.complaints_complainttask FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION public.complaints_stays();
""",
    """
CREATE TRIGGER ended BEFORE DELETE OR UPDATE ON public.complaints_correctiveaction FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION public.complaints_stays();
""",
    """
CREATE TRIGGER ended BEFORE DELETE OR UPDATE ON public.complaints_mediation FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION public.complaints_stays();
""",
    """
CREATE TRIGGER fits AFTER INSERT ON public.complaints_compensation FOR EACH ROW EXECUTE FUNCTION public.complaints_compensation_fits();
""",
    """
CREATE TRIGGER given BEFORE DELETE OR UPDATE ON public.complaints_apology FOR EACH ROW WHEN ((old.given_at IS NOT NULL)) EXECUTE FUNCTION public.complaints_stays();
""",
    """
CREATE TRIGGER in_order BEFORE INSERT ON public.complaints_escalationlevel FOR EACH ROW EXECUTE FUNCTION public.complaints_escalation_in_order();
""",
    """
CREATE TRIGGER into_an_open_month BEFORE INSERT ON public.complaints_costadjustment FOR EACH ROW EXECUTE FUNCTION public.complaints_into_an_open_month();
""",
    """
CREATE TRIGGER into_an_open_month BEFORE INSERT ON public.complaints_settledcost FOR EACH ROW EXECUTE FUNCTION public.complaints_into_an_open_month();
""",
    """
CREATE TRIGGER link_fits BEFORE INSERT OR UPDATE ON public.complaints_complaintlink FOR EACH ROW EXECUTE FUNCTION public.complaints_link_fits();
""",
    """
CREATE TRIGGER merge_fits BEFORE INSERT OR UPDATE OF merged_into_id ON public.complaints_complaint FOR EACH ROW WHEN ((new.merged_into_id IS NOT NULL)) EXECUTE FUNCTION public.complaints_merge_fits();
""",
    """
CREATE TRIGGER of_a_draft BEFORE INSERT OR DELETE OR UPDATE ON public.complaints_claimline FOR EACH ROW EXECUTE FUNCTION public.complaints_of_a_draft();
""",
    """
CREATE TRIGGER of_a_draft BEFORE INSERT OR DELETE OR UPDATE ON public.complaints_receipt FOR EACH ROW EXECUTE FUNCTION public.complaints_of_a_draft();
""",
    """
CREATE TRIGGER opened BEFORE DELETE OR UPDATE ON public.complaints_mediation FOR EACH ROW EXECUTE FUNCTION public.complaints_stays('state', 'outcome', 'ended_by_id', 'ended_at');
""",
    """
CREATE TRIGGER planned BEFORE DELETE OR UPDATE ON public.complaints_apology FOR EACH ROW EXECUTE FUNCTION public.complaints_stays('given_at', 'noted_by_id', 'noted_at');
""",
    """
CREATE TRIGGER rules BEFORE INSERT OR DELETE OR UPDATE ON public.complaints_costmonth FOR EACH ROW EXECUTE FUNCTION public.complaints_month_rules();
""",
    """
CREATE TRIGGER rules BEFORE INSERT OR DELETE OR UPDATE ON public.complaints_expenseclaim FOR EACH ROW EXECUTE FUNCTION public.complaints_claim_rules();
""",
]

NAMES = [
    "complaints_claim_rules()",
    "complaints_compensation_fits()",
    "complaints_correction_fits()",
    "complaints_delivery_fits()",
    "complaints_escalation_in_order()",
    "complaints_into_an_open_month()",
    "complaints_link_fits()",
    "complaints_merge_fits()",
    "complaints_month_rules()",
    "complaints_of_a_draft()",
    "complaints_stays()",
]
