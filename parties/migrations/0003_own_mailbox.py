from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a party's own people wrote its mailbox into the register. Of those that stand there nobody knows it."""

    dependencies = [("parties", "0002_audit")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="email_is_own",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
