from django.db import models


class BareRow(models.Model):
    """One row, as bare as it can be: the limit for anything that is logged over HTTP."""

    venue = models.IntegerField()
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "bench_barerow"
