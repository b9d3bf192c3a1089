"""The checklists of the four risk types as shipped; the hospital keeps them afterwards."""

from django.db import migrations

ITEMS = {
    "post_duty": (
        "岗位职责、权限和禁止事项已写明并告知在岗人员",
        "决策、执行、监督由不同岗位承担，没有一人办到底",
        "一览表所列措施按时限落实，佐证齐全、可查",
        "重点岗位按年限轮岗；未轮岗的有替代措施",
        "在岗人员知晓本岗位的风险点和防控措施",
    ),
    "process": (
        "按审定的流程图逐环节办理，没有跳步、倒签",
        "关键环节按规定双人办理、集体研究或逐级审批，留有记录",
        "抽查三份办结材料：申请、审批、验收、付款一致",
        "各环节在规定时限内办结，超时的有说明",
        "一览表所列措施在该环节落实，佐证齐全、可查",
    ),
    "institution": (
        "有现行有效的制度，依据没有废止或修改",
        "制度写明工作时限、标准和责任岗位，没有留下过大裁量空间",
        "制度执行留有记录，抽查三次办理均与制度相符",
        "上次自查、抽查发现的制度问题已改正",
        "一览表所列措施按时限落实，佐证齐全、可查",
    ),
    "environment": (
        "对服务对象、供应商的接待、往来按规定登记",
        "在岗人员按规定申报兼职、亲属任职等事项",
        "对请托、馈赠的拒收、上交、报告有记录",
        "本年度开展了有针对性的廉政教育和谈话提醒",
        "一览表所列措施按时限落实，佐证齐全、可查",
    ),
}


def ship(apps, schema_editor):
    ChecklistItem = apps.get_model("supervision", "ChecklistItem")
    for risk_type, texts in ITEMS.items():
        for position, text in enumerate(texts, 1):
            ChecklistItem.objects.create(risk_type=risk_type, position=position, text=text)


def take_back(apps, schema_editor):
    """Items that records were copied from stay: they are kept with them."""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_supervise_the_year")]
    operations = [migrations.RunPython(ship, take_back)]
