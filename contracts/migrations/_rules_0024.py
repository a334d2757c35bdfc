"""The functions and triggers of contracts as they are after 0024; the earlier migrations tell how they came about."""

FUNCTIONS = [
    """
CREATE FUNCTION public.contracts_accepted_bill() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_occurrence o JOIN public.contracts_fulfilment f ON f.obligation_id = o.obligation_id
        WHERE o.contract_id = NEW.contract_id AND o.series = 'fee_bill' AND o.first_day = NEW.first_day
            AND o.creditor_id = NEW.debtor_id AND f.state = 'accepted'
    ) THEN
        RAISE EXCEPTION 'no bill of % was accepted under contract %', NEW.first_day, NEW.contract_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_adjustment_heard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_agreed_version() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_papersigning p JOIN public.contracts_paperanswer a ON a.signing_id = p.id
        WHERE p.version_id = NEW.id AND a.is_confirmed
    ) AND (
        (SELECT count(DISTINCT s.side) FROM public.contracts_signaturerequest s
            WHERE s.version_id = NEW.id AND s.state = 'signed' AND s.side IN ('A', 'B')) < 2
        OR EXISTS (
            SELECT FROM public.contracts_signaturerequest s
            WHERE s.version_id = NEW.id AND s.state IN ('invited', 'declined', 'withdrawn')
        )
    ) THEN
        RAISE EXCEPTION 'contract version % was agreed by nobody', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
""",
    """
CREATE FUNCTION public.contracts_annex_answer_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_annex_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
    )) OR (NEW.statement_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.contracts_requeststatement s JOIN public.contracts_request r ON r.id = s.request_id
        WHERE s.id = NEW.statement_id AND s.verb IN ('ask', 'ask_again') AND r.contract_id = NEW.contract_id
            AND r.asker_id = NEW.party_id AND r.annex_code = NEW.code
    )) THEN
        RAISE EXCEPTION 'version of an annex of another contract or side'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_answered_once() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    may_change text[] := TG_ARGV[0:];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF to_jsonb(NEW) ->> TG_ARGV[0] IS NOT NULL THEN
            RAISE EXCEPTION 'a row of % begins without an end', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL
        OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
    THEN
        RAISE EXCEPTION 'row % of % stays as it is', OLD.id, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_asked_request() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    may_change text[] := '{state,round,deadline_id,decided_at,granted_date,replacement_id,amendment_id,annex_version}';
BEGIN
    IF TG_OP <> 'DELETE' AND OLD.state NOT IN ('asked', 'returned') THEN
        may_change := CASE WHEN OLD.state = 'agreed' AND OLD.amends THEN '{amendment_id}'::text[] ELSE '{}'::text[] END;
    END IF;
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
        RAISE EXCEPTION 'request % stays as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_breach_decided() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) THEN
        RAISE EXCEPTION 'breach % was decided', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_cause_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_dispute_end_counts() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM contracts_dispute d WHERE d.id = NEW.dispute_id AND d.costs = NEW.costs
            AND d.state = CASE NEW.kind WHEN 'settle' THEN 'settled' ELSE 'decided' END)
        OR (NEW.amount IS NOT NULL AND NOT EXISTS (SELECT FROM contracts_adjustment a
            WHERE a.dispute_id = NEW.dispute_id AND a.amount = NEW.amount AND a.serial IS NOT NULL))
    THEN
        RAISE EXCEPTION 'end % counts in part only', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
""",
    """
CREATE FUNCTION public.contracts_dispute_end_heard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    about record;
BEGIN
    SELECT b.injured_id, b.at_fault_id, d.party_id AS began, c.party_a_id, c.party_b_id,
            (SELECT contracts_owed(m.id) FROM contracts_damages m WHERE m.breach_id = b.id) AS owed
        INTO about
        FROM contracts_dispute d JOIN contracts_breach b ON b.id = d.breach_id
        JOIN contracts_contract c ON c.id = b.contract_id
        WHERE d.id = NEW.dispute_id;
    IF NEW.party_id NOT IN (about.injured_id, about.at_fault_id)
        OR NEW.answerer_id NOT IN (about.injured_id, about.at_fault_id)
    THEN
        RAISE EXCEPTION 'end % of a dispute of others', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'effective' AND NEW.answerer_id = NEW.party_id AND NOT coalesce(
        NEW.party_id = CASE NEW.costs WHEN 'A' THEN about.party_a_id WHEN 'B' THEN about.party_b_id ELSE 0 END
        AND CASE
            WHEN about.began <> NEW.party_id THEN false
            WHEN NEW.amount IS NULL THEN true
            WHEN NEW.party_id = about.injured_id THEN NEW.amount < about.owed
            ELSE NEW.amount > about.owed
        END, false
    ) THEN
        RAISE EXCEPTION 'end % is in favour of the side that recorded it', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_dispute_ended() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.state IN ('settled', 'decided') AND NOT EXISTS (
        SELECT FROM contracts_disputeend e WHERE e.dispute_id = NEW.id AND e.state = 'effective' AND e.costs = NEW.costs
            AND e.kind = CASE NEW.state WHEN 'settled' THEN 'settle' ELSE 'decide' END
    ) THEN
        RAISE EXCEPTION 'dispute % ends without an end that counts', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM contracts_disputeend e WHERE e.dispute_id = NEW.id AND e.state = 'proposed') THEN
        RAISE EXCEPTION 'dispute % ends while an end of it waits', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_exemption_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_forcemajeure f
        WHERE f.id = NEW.exempted_by_id AND f.state = 'accepted'
            AND (f.contract_id, f.party_id) = (NEW.contract_id, NEW.at_fault_id)
            AND CASE WHEN NEW.obligation_id IS NULL
                THEN NEW.occurred_at >= f.accepted_first_at AND NEW.occurred_at < f.accepted_until_at
                ELSE NEW.occurred_at > f.accepted_first_at AND NEW.occurred_at <= f.accepted_until_at
            END
            AND (f.covers = 'all' OR EXISTS (
                SELECT FROM public.contracts_hinderedduty h
                WHERE h.claim_id = f.id AND h.obligation_id = NEW.obligation_id
            ))
    ) THEN
        RAISE EXCEPTION 'force majeure % does not exempt breach %', NEW.exempted_by_id, NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_force_majeure_names() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM contracts_hinderedduty WHERE claim_id = NEW.id) THEN
        RAISE EXCEPTION 'claim % names no duty', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
""",
    """
CREATE FUNCTION public.contracts_frozen_parts() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_frozen_version() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_given_notice() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    may_change text[] := '{state,delivered_at,proof_id,acknowledged_by}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'given' OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
    THEN
        RAISE EXCEPTION 'notice % was given', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_given_signature() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_given_termination() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ends_at IS NOT NULL
        OR to_jsonb(NEW) - '{ends_at,term_id}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{ends_at,term_id}'::text[]
    THEN
        RAISE EXCEPTION 'termination % was given', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_handover_kept() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_handover_step_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_hindered_duty_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM contracts_forcemajeure f
        JOIN contracts_obligation o ON o.contract_id = f.contract_id AND o.debtor_id = f.party_id
        WHERE f.id = NEW.claim_id AND o.id = NEW.obligation_id AND f.covers = 'named' AND f.state = 'claimed'
    ) THEN
        RAISE EXCEPTION 'claim % cannot name duty %', NEW.claim_id, NEW.obligation_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_is_capped(breach bigint) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT b.at_fault_id NOT IN (c.party_a_id, c.party_b_id) AND NOT b.is_grave
        AND NOT (k.fault = 'third' AND EXISTS (
            SELECT FROM contracts_term t WHERE t.version_id = k.version_id AND t.name = 'third_party_cap_rule'
                AND t.stored ->> 'value' = 'answers_in_full'
        ))
    FROM contracts_breach b JOIN contracts_breachkind k ON k.id = b.kind_id JOIN contracts_contract c ON c.id = b.contract_id
    WHERE b.id = breach
$$;
""",
    """
CREATE FUNCTION public.contracts_kept_pack() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.file_id IS NOT NULL
        OR (to_jsonb(NEW) - 'file_id' - 'made_at') IS DISTINCT FROM (to_jsonb(OLD) - 'file_id' - 'made_at')
    THEN
        RAISE EXCEPTION 'evidence pack % is kept as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_kept_seal() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.retired_at IS NOT NULL
        OR (NEW.party_id, NEW.picture_id, NEW.name, NEW.added_at, NEW.added_by)
            IS DISTINCT FROM (OLD.party_id, OLD.picture_id, OLD.name, OLD.added_at, OLD.added_by)
    THEN
        RAISE EXCEPTION 'seal % is kept as it is', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_measured() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM public.contracts_measurement m
        WHERE m.id = NEW.replaces_id AND m.contract_id = NEW.contract_id AND m.target = NEW.target
            AND m.first_day = NEW.first_day AND m.party_id = NEW.party_id
    ) THEN
        RAISE EXCEPTION 'measurement % is not corrected by another side or of another period', NEW.replaces_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.contracts_term t JOIN public.contracts_contractversion v ON v.id = t.version_id
        WHERE t.id = NEW.term_id AND v.contract_id = NEW.contract_id AND t.name = NEW.target
            AND t.stored ->> 'type' = 'percent' AND (t.stored ->> 'value')::numeric = NEW.level
    ) THEN
        RAISE EXCEPTION 'term % sets no such target of contract %', NEW.term_id, NEW.contract_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_occurrence_fits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_obligation o
        WHERE o.id = NEW.obligation_id AND o.contract_id = NEW.contract_id
            AND o.debtor_id = NEW.debtor_id AND o.creditor_id = NEW.creditor_id
    ) THEN
        RAISE EXCEPTION 'occurrence of other parties than obligation %', NEW.obligation_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_of_a_side() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_contract c
        WHERE c.id = NEW.contract_id AND NEW.party_id IN (c.party_a_id, c.party_b_id)
    ) THEN
        RAISE EXCEPTION 'party % is no side of contract %', NEW.party_id, NEW.contract_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_owed(damages bigint) RETURNS numeric
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT coalesce(
        (SELECT amount FROM contracts_adjustment WHERE damages_id = damages AND serial IS NOT NULL
            ORDER BY serial DESC LIMIT 1),
        (SELECT amount FROM contracts_damages WHERE id = damages)
    )
$$;
""",
    """
CREATE FUNCTION public.contracts_printed_contract() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_printed_venues() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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
""",
    """
CREATE FUNCTION public.contracts_recorded_fulfilment() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state = 'accepted' OR NEW.state = 'recorded'
        OR to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state'
    THEN
        RAISE EXCEPTION 'fulfilment % was recorded', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_remedy_owed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.contracts_obligation o WHERE o.remedy_id = NEW.id) THEN
        RAISE EXCEPTION 'nobody owes remedy %', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
""",
    """
CREATE FUNCTION public.contracts_said_comment() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    may_change text[] := '{settled_at,settled_by_id}';
BEGIN
    IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
        OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
    THEN
        RAISE EXCEPTION 'comment % was written', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_settled() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF (SELECT count(DISTINCT (t.line, t.party_id)) FROM public.contracts_settlementtick t WHERE t.contract_id = NEW.id)
        < 10
    THEN
        RAISE EXCEPTION 'contract % is not settled by both sides', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_sides_apart() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM public.contracts_thirdparty t JOIN public.contracts_contractversion v ON v.id = t.version_id
        WHERE v.contract_id = NEW.id AND t.party_id IN (NEW.party_a_id, NEW.party_b_id)
    ) THEN
        RAISE EXCEPTION 'a side of contract % is its third party', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
""",
    """
CREATE FUNCTION public.contracts_third_party_apart() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
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
""",
    """
CREATE FUNCTION public.contracts_third_party_cap() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    subject bigint;
    about record;
    before numeric := 0;
    most numeric;
    total numeric;
BEGIN
    IF TG_TABLE_NAME = 'contracts_damages' THEN
        subject := NEW.breach_id;
    ELSIF TG_TABLE_NAME = 'contracts_adjustment' THEN
        SELECT breach_id INTO subject FROM contracts_damages WHERE id = NEW.damages_id;
    ELSE
        subject := NEW.id;
    END IF;
    IF NOT contracts_is_capped(subject) THEN
        RETURN NULL;
    END IF;
    SELECT b.contract_id, b.at_fault_id, k.version_id INTO about
        FROM contracts_breach b JOIN contracts_breachkind k ON k.id = b.kind_id WHERE b.id = subject;
    PERFORM FROM contracts_contract WHERE id = about.contract_id FOR NO KEY UPDATE;
    IF TG_TABLE_NAME = 'contracts_adjustment' THEN
        SELECT coalesce(
            (SELECT a.amount FROM contracts_adjustment a WHERE a.damages_id = d.id AND a.serial < NEW.serial
                ORDER BY a.serial DESC LIMIT 1),
            d.amount
        ) INTO before FROM contracts_damages d WHERE d.id = NEW.damages_id;
    END IF;
    IF TG_TABLE_NAME <> 'contracts_breach' THEN
        IF NEW.amount <= before THEN
            RETURN NULL;
        END IF;
    END IF;
    most := contracts_third_party_limit(about.version_id, about.at_fault_id);
    SELECT coalesce(sum(contracts_owed(d.id)), 0) INTO total
        FROM contracts_damages d JOIN contracts_breach b ON b.id = d.breach_id
        WHERE b.contract_id = about.contract_id AND b.at_fault_id = about.at_fault_id AND contracts_is_capped(b.id);
    IF total > most THEN
        RAISE EXCEPTION 'third party % would owe %, above its cap of %', about.at_fault_id, total, most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'third_party_within_cap';
    END IF;
    RETURN NULL;
END $$;
""",
    """
CREATE FUNCTION public.contracts_third_party_limit(version bigint, third bigint) RETURNS numeric
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    WITH worded AS (
        SELECT jsonb_object_agg(name, stored) AS terms FROM contracts_term
        WHERE version_id = version AND name IN ('third_party_cap', 'contract_amount') AND stored IS NOT NULL
    ), figures AS (
        SELECT (terms -> 'contract_amount' ->> 'value')::numeric AS amount, terms -> 'third_party_cap' AS cap,
            (terms -> 'third_party_cap' ->> 'value')::numeric AS set_at, e.cap_percent, e.cap_amount
        FROM worded LEFT JOIN contracts_thirdparty e ON e.version_id = version AND e.party_id = third
    )
    SELECT least(
        CASE WHEN cap ->> 'type' = 'percent' THEN round(amount * set_at / 100, 2) ELSE set_at END,
        coalesce(cap_amount, round(amount * cap_percent / 100, 2))
    ) FROM figures
$$;
""",
    """
CREATE FUNCTION public.contracts_waiting_paper() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.contracts_papersigning p JOIN public.contracts_contractversion v ON v.id = p.version_id
        WHERE p.id = NEW.signing_id AND v.state = 'out_for_signature'
    ) THEN
        RAISE EXCEPTION 'paper % waits for no answer', NEW.signing_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
""",
]

TRIGGERS = [
    """
CREATE TRIGGER accepted_bill BEFORE INSERT ON public.contracts_occurrence FOR EACH ROW WHEN (((new.series)::text = 'fee_payment'::text)) EXECUTE FUNCTION public.contracts_accepted_bill();
""",
    """
CREATE TRIGGER adjustment_heard BEFORE INSERT OR UPDATE ON public.contracts_adjustment FOR EACH ROW EXECUTE FUNCTION public.contracts_adjustment_heard();
""",
    """
CREATE TRIGGER agreed AFTER INSERT OR UPDATE OF state ON public.contracts_contractversion FOR EACH ROW WHEN (((new.state)::text = 'effective'::text)) EXECUTE FUNCTION public.contracts_agreed_version();
""",
    """
CREATE TRIGGER answered_once BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_adjustment FOR EACH ROW EXECUTE FUNCTION public.contracts_answered_once('answered_at', 'state', 'answer', 'answered_by', 'serial', 'answerer_id');
""",
    """
CREATE TRIGGER answered_once BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_breachnotice FOR EACH ROW EXECUTE FUNCTION public.contracts_answered_once('judged_at', 'cure_until', 'cure', 'cure_text', 'judged_by');
""",
    """
CREATE TRIGGER answered_once BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_dispute FOR EACH ROW EXECUTE FUNCTION public.contracts_answered_once('ended_at', 'state', 'body', 'costs');
""",
    """
CREATE TRIGGER answered_once BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_disputeend FOR EACH ROW EXECUTE FUNCTION public.contracts_answered_once('answered_at', 'state', 'answer', 'answered_by', 'answerer_id');
""",
    """
CREATE TRIGGER answered_once BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_forcemajeure FOR EACH ROW EXECUTE FUNCTION public.contracts_answered_once('answered_at', 'state', 'answer', 'answered_by', 'accepted_first_at', 'accepted_until_at');
""",
    """
CREATE TRIGGER apart BEFORE UPDATE OF party_a_id, party_b_id ON public.contracts_contract FOR EACH ROW EXECUTE FUNCTION public.contracts_sides_apart();
""",
    """
CREATE TRIGGER apart BEFORE INSERT OR UPDATE ON public.contracts_thirdparty FOR EACH ROW EXECUTE FUNCTION public.contracts_third_party_apart();
""",
    """
CREATE TRIGGER asked BEFORE DELETE OR UPDATE ON public.contracts_request FOR EACH ROW EXECUTE FUNCTION public.contracts_asked_request();
""",
    """
CREATE TRIGGER cause_fits BEFORE INSERT OR UPDATE ON public.contracts_obligation FOR EACH ROW WHEN (((new.remedy_id IS NOT NULL) OR (new.dispute_id IS NOT NULL))) EXECUTE FUNCTION public.contracts_cause_fits();
""",
    """
CREATE TRIGGER decided BEFORE DELETE OR UPDATE ON public.contracts_breach FOR EACH ROW WHEN ((old.decided_at IS NOT NULL)) EXECUTE FUNCTION public.contracts_breach_decided();
""",
    """
CREATE CONSTRAINT TRIGGER dispute_end_counts AFTER UPDATE ON public.contracts_disputeend DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.state)::text = 'effective'::text)) EXECUTE FUNCTION public.contracts_dispute_end_counts();
""",
    """
CREATE TRIGGER dispute_end_heard BEFORE INSERT OR UPDATE ON public.contracts_disputeend FOR EACH ROW EXECUTE FUNCTION public.contracts_dispute_end_heard();
""",
    """
CREATE TRIGGER dispute_ended BEFORE UPDATE ON public.contracts_dispute FOR EACH ROW WHEN (((old.ended_at IS NULL) AND (new.ended_at IS NOT NULL))) EXECUTE FUNCTION public.contracts_dispute_ended();
""",
    """
CREATE TRIGGER exemption_fits BEFORE INSERT OR UPDATE ON public.contracts_breach FOR EACH ROW WHEN ((new.exempted_by_id IS NOT NULL)) EXECUTE FUNCTION public.contracts_exemption_fits();
""",
    """
CREATE TRIGGER fits BEFORE INSERT ON public.contracts_annexanswer FOR EACH ROW EXECUTE FUNCTION public.contracts_annex_answer_fits();
""",
    """
CREATE TRIGGER fits BEFORE INSERT ON public.contracts_annexversion FOR EACH ROW EXECUTE FUNCTION public.contracts_annex_fits();
""",
    """
CREATE TRIGGER fits BEFORE INSERT ON public.contracts_handoverstep FOR EACH ROW EXECUTE FUNCTION public.contracts_handover_step_fits();
""",
    """
CREATE TRIGGER fits BEFORE INSERT ON public.contracts_occurrence FOR EACH ROW EXECUTE FUNCTION public.contracts_occurrence_fits();
""",
    """
CREATE CONSTRAINT TRIGGER force_majeure_names AFTER INSERT ON public.contracts_forcemajeure DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.covers)::text = 'named'::text)) EXECUTE FUNCTION public.contracts_force_majeure_names();
""",
    """
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_annex FOR EACH ROW EXECUTE FUNCTION public.contracts_frozen_parts();
""",
    """
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_breachkind FOR EACH ROW EXECUTE FUNCTION public.contracts_frozen_parts();
""",
    """
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_clause FOR EACH ROW EXECUTE FUNCTION public.contracts_frozen_parts();
""",
    """
CREATE TRIGGER frozen BEFORE DELETE OR UPDATE ON public.contracts_contractversion FOR EACH ROW EXECUTE FUNCTION public.contracts_frozen_version();
""",
    """
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_glossaryentry FOR EACH ROW EXECUTE FUNCTION public.contracts_frozen_parts();
""",
    """
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_term FOR EACH ROW EXECUTE FUNCTION public.contracts_frozen_parts();
""",
    """
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_thirdparty FOR EACH ROW EXECUTE FUNCTION public.contracts_frozen_parts();
""",
    """
CREATE TRIGGER given BEFORE DELETE OR UPDATE ON public.contracts_notice FOR EACH ROW EXECUTE FUNCTION public.contracts_given_notice();
""",
    """
CREATE TRIGGER given BEFORE DELETE OR UPDATE ON public.contracts_signaturerequest FOR EACH ROW EXECUTE FUNCTION public.contracts_given_signature();
""",
    """
CREATE TRIGGER given BEFORE DELETE OR UPDATE ON public.contracts_termination FOR EACH ROW EXECUTE FUNCTION public.contracts_given_termination();
""",
    """
CREATE TRIGGER hindered_duty_fits BEFORE INSERT ON public.contracts_hinderedduty FOR EACH ROW EXECUTE FUNCTION public.contracts_hindered_duty_fits();
""",
    """
CREATE TRIGGER kept BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_datahandover FOR EACH ROW EXECUTE FUNCTION public.contracts_handover_kept();
""",
    """
CREATE TRIGGER kept BEFORE DELETE OR UPDATE ON public.contracts_evidencepack FOR EACH ROW EXECUTE FUNCTION public.contracts_kept_pack();
""",
    """
CREATE TRIGGER kept BEFORE DELETE OR UPDATE ON public.contracts_partyseal FOR EACH ROW EXECUTE FUNCTION public.contracts_kept_seal();
""",
    """
CREATE TRIGGER measured BEFORE INSERT ON public.contracts_measurement FOR EACH ROW EXECUTE FUNCTION public.contracts_measured();
""",
    """
CREATE TRIGGER of_a_side BEFORE INSERT ON public.contracts_clausecomment FOR EACH ROW EXECUTE FUNCTION public.contracts_of_a_side();
""",
    """
CREATE TRIGGER of_a_side BEFORE INSERT ON public.contracts_measurement FOR EACH ROW EXECUTE FUNCTION public.contracts_of_a_side();
""",
    """
CREATE TRIGGER of_a_side BEFORE INSERT ON public.contracts_notice FOR EACH ROW EXECUTE FUNCTION public.contracts_of_a_side();
""",
    """
CREATE TRIGGER of_a_side BEFORE INSERT ON public.contracts_settlementtick FOR EACH ROW EXECUTE FUNCTION public.contracts_of_a_side();
""",
    """
CREATE TRIGGER printed BEFORE DELETE OR UPDATE ON public.contracts_contract FOR EACH ROW EXECUTE FUNCTION public.contracts_printed_contract();
""",
    """
CREATE TRIGGER printed BEFORE INSERT OR DELETE OR UPDATE ON public.contracts_contract_venues FOR EACH ROW EXECUTE FUNCTION public.contracts_printed_venues();
""",
    """
CREATE TRIGGER recorded BEFORE DELETE OR UPDATE ON public.contracts_fulfilment FOR EACH ROW EXECUTE FUNCTION public.contracts_recorded_fulfilment();
""",
    """
CREATE CONSTRAINT TRIGGER remedy_owed AFTER INSERT ON public.contracts_remedy DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.until_date IS NOT NULL)) EXECUTE FUNCTION public.contracts_remedy_owed();
""",
    """
CREATE TRIGGER said BEFORE DELETE OR UPDATE ON public.contracts_clausecomment FOR EACH ROW EXECUTE FUNCTION public.contracts_said_comment();
""",
    """
CREATE TRIGGER settled BEFORE UPDATE OF state ON public.contracts_contract FOR EACH ROW WHEN ((((new.state)::text = 'archived'::text) AND ((old.state)::text <> 'archived'::text))) EXECUTE FUNCTION public.contracts_settled();
""",
    """
CREATE TRIGGER third_party_cap AFTER UPDATE ON public.contracts_adjustment FOR EACH ROW WHEN ((new.serial IS NOT NULL)) EXECUTE FUNCTION public.contracts_third_party_cap();
""",
    """
CREATE TRIGGER third_party_cap AFTER UPDATE OF is_grave ON public.contracts_breach FOR EACH ROW WHEN ((old.is_grave AND (NOT new.is_grave))) EXECUTE FUNCTION public.contracts_third_party_cap();
""",
    """
CREATE TRIGGER third_party_cap AFTER INSERT ON public.contracts_damages FOR EACH ROW EXECUTE FUNCTION public.contracts_third_party_cap();
""",
    """
CREATE TRIGGER waiting BEFORE INSERT ON public.contracts_paperanswer FOR EACH ROW EXECUTE FUNCTION public.contracts_waiting_paper();
""",
]

NAMES = [
    "contracts_accepted_bill()",
    "contracts_adjustment_heard()",
    "contracts_agreed_version()",
    "contracts_annex_answer_fits()",
    "contracts_annex_fits()",
    "contracts_answered_once()",
    "contracts_asked_request()",
    "contracts_breach_decided()",
    "contracts_cause_fits()",
    "contracts_dispute_end_counts()",
    "contracts_dispute_end_heard()",
    "contracts_dispute_ended()",
    "contracts_exemption_fits()",
    "contracts_force_majeure_names()",
    "contracts_frozen_parts()",
    "contracts_frozen_version()",
    "contracts_given_notice()",
    "contracts_given_signature()",
    "contracts_given_termination()",
    "contracts_handover_kept()",
    "contracts_handover_step_fits()",
    "contracts_hindered_duty_fits()",
    "contracts_is_capped(bigint)",
    "contracts_kept_pack()",
    "contracts_kept_seal()",
    "contracts_measured()",
    "contracts_occurrence_fits()",
    "contracts_of_a_side()",
    "contracts_owed(bigint)",
    "contracts_printed_contract()",
    "contracts_printed_venues()",
    "contracts_recorded_fulfilment()",
    "contracts_remedy_owed()",
    "contracts_said_comment()",
    "contracts_settled()",
    "contracts_sides_apart()",
    "contracts_third_party_apart()",
    "contracts_third_party_cap()",
    "contracts_third_party_limit(bigint, bigint)",
    "contracts_waiting_paper()",
]
