"""2026 of the demo hospital: lists on their way in every state, in the middle of the year's work."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from approvals import queries as approvals_queries
from approvals import services as approvals
from approvals.models import Submission
from config.demo import checks, disclosing, duties, rotation, spot_checks, watch, year
from config.demo.story import Story, department_of
from controls import queries as controls_queries
from controls import services as controls
from controls.models import Measure
from organization import queries
from organization.models import Department
from powers import queries as powers_queries
from powers import services as powers
from powers.models import Power
from risks import queries as risks_queries
from risks import services as risks
from supervision.models import Cycle
from supervision.states.cycles import PhaseKind

DISCRETION = "2026年起单项金额或数量超出上年均值三成的，须附书面说明并由两人签字。"
MISSPELT = ("D22", "书面说名", "书面说明")
"""Whose list came into force with a wrong word in it, the word, and what it should be."""


class ThisYear(Story):
    """The year that is under way, after 2025 was approved."""

    def amend(self, code: str) -> None:
        """Change something in each of the lists that the year opened, as a department does."""
        department, filer = department_of(code), self.people.filers[code]
        power_list = powers_queries.working_list(department)
        if power_list is not None:
            power = power_list.powers.order_by("code")[0]
            added = DISCRETION.replace(*reversed(MISSPELT[1:])) if code == MISSPELT[0] else DISCRETION
            powers.change_power(by=filer, power=power, discretion=f"{power.discretion}{added}")
        self._amend_controls(department, filer)

    def _amend_controls(self, department: Department, filer) -> None:
        register = risks_queries.working_register(department)
        table = controls_queries.working_table(department)
        if register is None or table is None:
            return
        point = register.points.order_by("-total", "code")[0]
        controls.add_measure(
            by=filer,
            table=table,
            point=point,
            text="每季度由科室负责人抽查五份记录，抽查结果在科务会上通报并留存",
            kind="procedure",
            responsible_post=point.post,
            due_on=date(2027, 6, 30),
            proof="抽查登记表、科务会记录",
        )

    def amended(self, code: str) -> Submission:
        """A 2026 edition, reviewed and signed."""
        self.amend(code)
        self.review(code)
        return self.sign(code)

    def this_year(self) -> None:
        """2026: lists at each stage, returned, ended, withdrawn, in force, and drafts; every leader has one to review."""
        self.clock.set(2026, 3, 2)
        duties.spring(self.people)
        self.former.end()
        self.clock.set(2026, 4, 14)
        watch.record_decision(self.people)
        self.clock.set(2026, 8, 12)
        watch.amend_decision(self.people)
        cycle = year.begin(self.people, self.clock)
        self._in_november(cycle, ready=self._until_october(cycle))

    def _until_october(self, cycle: Cycle) -> list[Submission]:
        self.clock.set(2026, 9, 14)
        passed = [self.advance(self.amended(code), "committee") for code in ("D22", "D29")]
        rotation.plan(self.people)
        self.clock.set(2026, 10, 9)
        rotation.carry_out(self.people)
        meeting = self.call("党委会〔2026〕17号", passed, held_on=date(2026, 10, 15))
        self.clock.set(2026, 10, 13)
        watch.follow_decision(self.people)
        self.clock.set(2026, 10, 15, 15)
        self.resolve(meeting)
        checks.findings(self.people)
        self.clock.set(2026, 10, 20)
        year.teach(self.people, cycle)
        year.urge(self.people, cycle, PhaseKind.FIND)
        disclosing.begin(self.people)
        self.clock.set(2026, 10, 26)
        rotation.hand_over(self.people)
        self._end("D19")
        self._withdraw("D18")
        self._return("D11")
        return [self.advance(self.amended(code), "committee") for code in ("D15", "D08", "D10")]

    def _in_november(self, cycle: Cycle, *, ready: Sequence[Submission]) -> None:
        self.clock.set(2026, 10, 30)
        meeting = self.call("党委会〔2026〕18号", ready[1:2], held_on=date(2026, 11, 5))
        self.clock.set(2026, 11, 5, 15)
        self.postpone(meeting)
        checks.through_the_year(self.people)
        checks.self_checks(self.people, cycle)
        watch.collect(self.people)
        self.clock.set(2026, 11, 9)
        watch.answer(self.people)
        for code in ("D09", "D30"):
            self.advance(self.amended(code), "discipline")
        self.clock.set(2026, 11, 16)
        year.urge(self.people, cycle, PhaseKind.APPROVE)
        year.give_time(self.people, cycle)
        spot_checks.under_way(self.people, cycle)
        spot_checks.of_repairs(self.people, cycle)
        checks.warnings(self.people)
        watch.handle(self.people)
        for code in ("D14", "D25"):
            self.advance(self.amended(code), "office")
        waiting = self.advance(self.amended("D17"), "office")
        self.settle_scopes(waiting, with_secrecy=False)
        self.clock.set(2026, 11, 18)
        for code in ("D12", "D13", "D05", "D06", "D07", "D16", "D20", "D21", "D23"):
            self.amended(code)
        for code in ("D24", "D26"):
            self.amend(code)
        self._propose()
        self._put_right()
        held_on = queries.workdays_after(timezone.localdate(), 8)
        self.call("党委会〔2026〕19号", [ready[1], ready[2]], held_on=held_on)
        duties.autumn(self.people)
        checks.again(self.people)
        watch.find(self.people)
        spot_checks.give_up(self.people)
        spot_checks.plan_next(self.people, cycle)
        checks.expect_inspectors(self.people)
        checks.appraise(self.people, cycle)

    def _put_right(self) -> None:
        """党办 corrects a wrong word that a reader found in a list in force."""
        code, wrong, right = MISSPELT
        power = Power.objects.get(
            power_list__state="in_force", power_list__department__code=code, discretion__contains=wrong
        )
        approvals.correct(
            by=self.people["office"],
            kind="powers",
            list_id=power.power_list_id,
            key=str(power.lineage_id),
            field="discretion",
            before=power.discretion,
            after=power.discretion.replace(wrong, right),
            reason="“说明”误写为“说名”，录入时同音字选错，医务人员核对时发现。",
        )

    def _end(self, code: str) -> None:
        submission = self.amended(code)
        approvals.decide(
            by=self._holder(submission),
            submission=submission,
            verdict="reject",
            reason="新增职权没有依据，且与医务部职权重复，请重新梳理后另行报审。",
        )

    def _withdraw(self, code: str) -> None:
        submission = self.amended(code)
        approvals.withdraw(by=self.people.heads[code], submission=submission)

    def _return(self, code: str) -> None:
        """药剂科's lists come back from 党办 with remarks, for `filer` and `head` to mend."""
        submission = self.advance(self.amended(code), "office")
        remarks = {
            "powers": ("临时采购的金额上限没有写明，请补充到自由裁量说明里。",),
            "risks": ("表现形式过于笼统，请写成可以核查的现象。", "监测指标请写明数据来源。"),
            "controls": ("“加强管理”不可检查，请写明谁、多久、怎样留痕。",),
        }
        for item in submission.items.all():
            self._remark(submission, approvals_queries.rows_by_item(item), remarks[item.list_kind])
        approvals.decide(
            by=self.people["office"],
            submission=submission,
            verdict="return",
            reason="总体可行，请按批注逐项修改后重新报审。",
        )

    def _remark(self, submission: Submission, rows: Iterable[Any], texts: Sequence[str]) -> None:
        for row, text in zip(rows, texts, strict=False):
            approvals.remark(by=self.people["office"], submission=submission, row=row, text=text)

    def _propose(self) -> None:
        """领导提 and 群众帮: one open of each to 药剂科, and one declined."""
        pharmacy = department_of("D11")
        risks.propose(
            by=self.people["overseer"],
            department=pharmacy,
            text="医药代表以学术会议名义接触药事会委员，新药遴选前应有接待登记和回避。",
        )
        risks.suggest(
            by=self.people["member1"],
            department=pharmacy,
            text="临时采购药品多次由同一厂家供货，申请理由雷同，建议核查。",
            is_name_hidden=True,
        )
        declined = risks.suggest(
            by=self.people["secrecy"], department=pharmacy, text="药房窗口排队时间长，建议增开窗口。"
        )
        risks.decline(by=self.people["head"], proposal=declined, reply="属服务流程问题，已转门诊部，不列为廉洁风险点。")

    def report_progress(self) -> None:
        """Some measures in force are done, some under way."""
        in_force = Measure.objects.filter(table__state="in_force").select_related(
            "table__department", "responsible_post"
        )
        for number, measure in enumerate(
            in_force.filter(table__department__code__in=("D09", "D11", "D22")).order_by("code")
        ):
            if number % 3:
                controls.set_progress(
                    by=queries.system_actor(), measure=measure, status="done" if number % 3 == 1 else "under_way"
                )
