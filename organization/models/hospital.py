"""The hospital's own names: one row of settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Hospital(models.Model):
    """What the hospital and its bodies are called; printed on every document."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("医院名称"), max_length=80, default="江州市第一人民医院")
    short_name = models.CharField(_("简称"), max_length=30, default="江州一院")
    committee_name = models.CharField(_("党的委员会名称"), max_length=30, default="党委")
    discipline_name = models.CharField(_("纪检监察机构名称"), max_length=30, default="纪检监察室")
    office_name = models.CharField(_("领导小组办公室名称"), max_length=30, default="党办")
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)

    filing_body = models.CharField(_("接收备案的机构"), max_length=80, default="上级党委")
    """To whom the leadership's approved lists are sent (part 二(三), 备案)."""
    report_body = models.CharField(_("报送自查报告的机构"), max_length=80, default="预防腐败体系建设领导小组办公室")
    """To whom the hospital's 自查总结报告 is sent (part 二(五)1)."""
    is_filing_reminded = models.BooleanField(_("提醒备案报送和回执"), default=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="hospital_is_single")]

    def __str__(self) -> str:
        return self.name
