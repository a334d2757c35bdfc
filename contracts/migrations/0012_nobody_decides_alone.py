from django.db import migrations, models

# What a side says under a contract is said by one of its two sides.
OF_A_SIDE = """
CREATE FUNCTION contracts_of_a_side() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
CREATE TRIGGER of_a_side BEFORE INSERT ON contracts_notice
    FOR EACH ROW EXECUTE FUNCTION contracts_of_a_side();
"""
DROP_OF_A_SIDE = """
DROP TRIGGER of_a_side ON contracts_notice;
DROP FUNCTION contracts_of_a_side();
"""


class Migration(migrations.Migration):
    """What one side says about itself, about a paper or about a value works only as far as the other side was heard."""

    dependencies = [
        ("contracts", "0011_targets"),
        ("foundation", "0002_audit_and_append_only"),
        ("parties", "0002_audit"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivered_at", None), ("delivered_at__gte", models.F("given_at")), _connector="OR"
                ),
                name="notice_told_before_delivery",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sent_date__lte",
                        models.Func(
                            models.F("given_at"),
                            output_field=models.DateField(),
                            template="((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date",
                        ),
                    )
                ),
                name="notice_sent_before_given",
            ),
        ),
        migrations.RunSQL(OF_A_SIDE, DROP_OF_A_SIDE),
    ]
