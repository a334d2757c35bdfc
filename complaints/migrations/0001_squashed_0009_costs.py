"""The tables of complaints in one step, for a database that is new; one that began with single migrations keeps to them."""

from django.db import migrations

from complaints.migrations._rules_0009 import FUNCTIONS, NAMES, TRIGGERS
from complaints.migrations._tables_0009 import MODELS
from foundation.migration_operations import AppendOnly, AuditTable, CreateModels, TableRule

AUDITED = [
    "complaint",
    "complaintstep",
    "evidence",
    "houserule",
    "clock",
    "contactlook",
    "contactattempt",
    "writtenanswer",
    "handlingrating",
    "messagedelivery",
    "replytemplate",
    "phonetimes",
    "complaintlink",
    "escalationrule",
    "escalationlevel",
    "escalationword",
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
    "costmonth",
    "settledcost",
    "costadjustment",
    "budget",
    "expenseclaim",
    "claimline",
    "receipt",
    "claimstep",
]
KEPT = [
    "complaintstep",
    "evidence",
    "contactlook",
    "contactattempt",
    "writtenanswer",
    "handlingrating",
    "customermessage",
    "internalnote",
    "phonetimes",
    "houserule",
    "escalationrule",
    "escalationlevel",
    "escalationword",
    "statement",
    "compensationtable",
    "compensationrule",
    "approvallimit",
    "causefinding",
    "rootcause",
    "settledcost",
    "costadjustment",
    "budget",
    "claimstep",
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("complaints", "0001_initial"),
        ("complaints", "0002_audit_and_evidence"),
        ("complaints", "0003_customer"),
        ("complaints", "0004_channels"),
        ("complaints", "0005_floor"),
        ("complaints", "0006_stages_cycles_links"),
        ("complaints", "0007_clocks_house_and_escalation"),
        ("complaints", "0008_handling"),
        ("complaints", "0009_costs"),
    ]
    dependencies = [
        ("contracts", "0023_decided_stays"),
        ("deadlines", "0003_extensions"),
        ("foundation", "0003_seal_by_row"),
        ("ledger", "0002_rules_of_the_books"),
        ("parties", "0004_leave_and_opening_hours"),
    ]
    operations = [
        CreateModels(MODELS),
        migrations.RunSQL(FUNCTIONS, [f"DROP FUNCTION public.{name} CASCADE" for name in reversed(NAMES)]),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        *(AuditTable(f"complaints_{table}") for table in AUDITED),
        AuditTable(
            "complaints_customercontact", columns_left_out=("name_enciphered", "address_enciphered", "address_hash")
        ),
        AuditTable("complaints_roomcode", columns_left_out=("nonce", "token_hash")),
        AuditTable("complaints_customerlink", columns_left_out=("nonce", "token_hash")),
        AuditTable("complaints_customermessage", columns_left_out=("text_enciphered",)),
        AuditTable("complaints_internalnote", columns_left_out=("text_enciphered",)),
        AuditTable("complaints_parkedmail", columns_left_out=("about_enciphered",)),
        AuditTable("complaints_incomingfile", columns_left_out=("received",)),
        AuditTable("complaints_pin", columns_left_out=("pin_hash",)),
        AuditTable("complaints_tablet", columns_left_out=("token_hash",)),
        *(AppendOnly(f"complaints_{table}") for table in KEPT),
        TableRule(
            "complaints_incomingfile",
            [
                """CREATE TRIGGER announced_stays
                    BEFORE DELETE OR UPDATE OF client_id, complaint_id, user_id, name, sha256, size, announced_at
                    ON {table} FOR EACH ROW EXECUTE FUNCTION foundation_append_only()"""
            ],
            ["DROP TRIGGER announced_stays ON {table}"],
        ),
    ]
