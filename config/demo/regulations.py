"""Regulations of the demo hospital: one revised and in force, some on their way, and a basis that ended."""

from datetime import date

from config.demo.clock import Clock
from config.demo.people import People
from powers import queries
from powers import services as powers
from powers.models import LegalBasis, Regulation, RegulationReview, RegulationVersion
from powers.states import Answer, BasisStatus, ReviewItem

ENDED = "YJ-43"
FITS = {
    ReviewItem.DISCRETION: "第八条写明金额上限和审批人，超过上限的集体研究",
    ReviewItem.LIMITS: "第六条、第九条写明每个环节的工作日",
    ReviewItem.TRANSPARENCY: "第十四条规定每月在院内公示一次",
    ReviewItem.CONFLICT: "第十二条规定申请人、审批人有利害关系的回避",
    ReviewItem.SANCTIONS: "第十七条按《责任追究办法》处理",
}
EASED = (
    "第八条“特殊情况可简化程序”没有写明由谁认定",
    "第八条写明特殊情况由谁认定、理由怎样留存",
)
UNDECLARED = (
    "第十六条没有规定评审人员申报与供应商的利害关系",
    "第十六条增加评审前申报利害关系、应回避未回避的评审无效",
)
DRAFTS = {
    "ZD-15": (
        "第5版",
        "规定药品遴选的提名、评审和表决，临时采购的申请条件、金额上限、审批人和时限；每月公示，违规追责。",
        "第八条增加临时采购的金额上限；第十二条写明利害关系人回避；第十四条改为每月公示。",
    ),
    "ZD-04": (
        "第4版（送审稿）",
        "委员组成、议事规则、回避和表决办法。",
        "第五条委员每届更换三分之一；第九条药品遴选实行盲评。",
    ),
    "ZD-10": (
        "第2版（送审稿）",
        "监督员的选聘、职责、报告和保护。",
        "第四条监督员不得由科室负责人兼任；第八条报告三日内答复。",
    ),
    "ZD-12": (
        "第7版（送审稿）",
        "采购目录、方式、论证、评审、合同和验收；分散采购的限额和审批。",
        "第十条提高分散采购限额；第十六条增加供应商陪标的处理。",
    ),
}
"""Code → what the version is called, what it says, what it changes."""


class Regulations:
    """Drives regulations through assessment and opinion with the demo's people, on the demo's clock."""

    def __init__(self, people: People, clock: Clock):
        self.people = people
        self.clock = clock

    def before_anyone_looked(self) -> None:
        """In 2025 nobody had checked yet whether the basis still holds: departments rest powers on it."""
        basis = LegalBasis.objects.get(code=ENDED)
        powers.change_basis(by=self.people["office"], basis=basis, status=BasisStatus.UNCHECKED)

    def revise(self) -> None:
        """药剂科's rules on temporary purchase: revised, assessed with a risk that was corrected, in force since April."""
        self.clock.set(2026, 3, 2)
        version = self._draft("ZD-15")
        review = self._assess(version, {ReviewItem.DISCRETION: EASED})
        self.clock.set(2026, 3, 9)
        powers.finish_correction(
            by=self.people["filer"],
            correction=review.corrections.get(),
            result="第八条增加第二款：特殊情况由分管领导书面认定，理由存档。",
        )
        self._submit(review)
        self.clock.set(2026, 3, 13)
        powers.give_opinion(by=self.people["discipline"], review=review, verdict="no_objection")
        self._enact(version)

    def _enact(self, version: RegulationVersion) -> None:
        """In force since April; 药剂科 has looked at its table since, at its power not yet."""
        self.clock.set(2026, 4, 1)
        powers.enact_version(
            by=self.people["office"],
            version=version,
            effective_on=date(2026, 4, 1),
            document_number="江一医〔2026〕21号",
            issued_on=date(2026, 3, 25),
        )
        table = queries.dues_for(self.people["head"]).get(kind="table")
        self.clock.set(2026, 4, 8)
        powers.confirm_dues(
            by=self.people["head"], dues=[table], reason="措施引用的条款号未变，责任岗位和完成时限不受影响。"
        )

    def this_autumn(self) -> None:
        """One waits for 纪检监察室, its own for 党办, one has a correction to make, and the basis has ended."""
        self.clock.set(2026, 11, 18)
        for code in ("ZD-04", "ZD-10"):
            self._submit(self._assess(self._draft(code), {}))
        review = self._assess(self._draft("ZD-12"), {ReviewItem.CONFLICT: UNDECLARED})
        self._submit(review)
        powers.give_opinion(
            by=self.people["discipline"],
            review=review,
            verdict="return",
            reason="第十六条的修改写进正文、登记结果后再提交。",
        )
        self._end_basis()

    def _end_basis(self) -> None:
        """What rests on it is due for review; 科教科 has looked at its power already."""
        basis = LegalBasis.objects.get(code=ENDED)
        powers.change_basis(by=self.people["office"], basis=basis, status=BasisStatus.REPEALED)
        due = queries.dues_of(self.people["office"], basis).get(department__code="D23", kind="power")
        powers.confirm_dues(
            by=self.people.heads["D23"], dues=[due], reason="另有现行依据，职权的程序、时限和公开方式不受影响。"
        )

    def _draft(self, code: str) -> RegulationVersion:
        edition, summary, changes = DRAFTS[code]
        regulation = Regulation.objects.select_related("department").get(code=code)
        by = self.people.filers[regulation.department.code]
        return powers.draft_version(by=by, regulation=regulation, edition=edition, summary=summary, changes=changes)

    def _assess(self, version: RegulationVersion, risks: dict[ReviewItem, tuple[str, str]]) -> RegulationReview:
        """Every item answered; `risks` are (risk, correction), the correction due in December."""
        by = version.drafted_by
        answers: dict[str, tuple[str, str]] = {item: (Answer.FITS, note) for item, note in FITS.items()}
        answers |= {item: (Answer.AT_RISK, risk) for item, (risk, _correction) in risks.items()}
        conclusion = "有一项有风险，已列修改事项，改好后印发。" if risks else "五项均符合，可以印发。"
        review = powers.open_review(by=by, version=version)
        powers.answer_review(by=by, review=review, answers=answers, conclusion=conclusion)
        for item, (_risk, correction) in risks.items():
            powers.add_correction(by=by, review=review, item=item, text=correction, due_on=date(2026, 12, 15))
        return review

    def _submit(self, review: RegulationReview) -> None:
        powers.submit_review(by=review.version.drafted_by, review=review)
