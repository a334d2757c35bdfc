"""What migration 0021 tells the database, in its own words."""

# As 0020 had it, but for this: what adds nothing passes also where the total is above the cap, because an amendment
# lowered it below what is owed already. What is owed stays, and the next breach comes to 0.00.
CAP_ON_WHAT_IS_ADDED = """
CREATE OR REPLACE FUNCTION contracts_third_party_cap() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
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
"""
CAP_ON_THE_TOTAL = """
CREATE OR REPLACE FUNCTION contracts_third_party_cap() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    subject bigint;
    about record;
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
"""
