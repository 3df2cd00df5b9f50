"""What the sealer has written; the application may only read it. The waiting lines are a table without a model."""

from django.db import models
from django.db.models.functions import Now


class Seal(models.Model):
    """`digest` = H(digest of n - 1 ‖ canonical entry of the line), by `algorithm`."""

    n = models.BigIntegerField("封存序号", primary_key=True)
    line_id = models.BigIntegerField(unique=True)
    algorithm = models.CharField("算法", max_length=16)
    digest = models.BinaryField("封存值")
    sealed_at = models.DateTimeField("封存时间", db_default=Now())

    def __str__(self) -> str:
        return f"{self.n}:{bytes(self.digest).hex()}"


class Anchor(models.Model):
    """The head of the chain when a day had ended: to be written down elsewhere."""

    day = models.DateField("日期", primary_key=True)
    n = models.BigIntegerField("封存序号")
    algorithm = models.CharField("算法", max_length=16)
    digest = models.BinaryField("封存值")
    made_at = models.DateTimeField("记录时间", db_default=Now())

    def __str__(self) -> str:
        return f"{self.day} {self.n}:{bytes(self.digest).hex()}"


class Check(models.Model):
    """One comparison of the whole chain with its lines, made by the sealer. `kind` "" is whole."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("核验时间", db_default=Now())
    upto = models.BigIntegerField("核验到")
    damages = models.IntegerField("损坏处数")
    kind = models.CharField("种类", max_length=16, blank=True)
    n = models.BigIntegerField("位置", default=0)

    def __str__(self) -> str:
        return f"{self.upto} {self.kind or 'whole'}"
