from django.db import migrations

from contracts.migrations._heard_and_counted import CAP_ON_THE_TOTAL, CAP_ON_WHAT_IS_ADDED


class Migration(migrations.Migration):
    """How a dispute ended counts once both were heard, and force majeure for what was named; caps count what is added."""

    dependencies = [("contracts", "0020_one_plan_one_limit")]

    operations = [migrations.RunSQL(CAP_ON_WHAT_IS_ADDED, CAP_ON_THE_TOTAL)]
