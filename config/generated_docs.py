"""`docs/states.md` and `docs/permissions.md` as text, drawn from the tables that the code itself runs on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from approvals.states import (
    DEFAULT_STAGES,
    FILING_MOVES,
    ITEM_MOVES,
    MEETING_MOVES,
    MOVES,
    FilingState,
    FilingVerb,
    ItemState,
    ItemVerb,
    MeetingState,
    MeetingVerb,
    SubmissionKind,
    SubmissionState,
    Verdict,
)
from controls.states import (
    CONFLICT_MOVES,
    ROTATION_MOVES,
    ConflictEvent,
    ConflictState,
    RotationEvent,
    RotationState,
)
from core.states import LIST_MOVES, ListEvent, ListState
from disclosure.states import DRAFT_MOVES, HANDLING_MOVES, DraftEvent, DraftState, HandlingEvent, HandlingState
from organization.roles import ADMINISTRATORS, EXACT_ROLES, GRANTS, STAND_IN_ACTIONS, Action, Role
from organization.states import DELIVERY_MOVES, DeliveryEvent, DeliveryState
from powers.states import (
    DUE_MOVES,
    REGULATION_MOVES,
    REVIEW_MOVES,
    DueEvent,
    DueState,
    RegulationEvent,
    RegulationState,
    ReviewEvent,
    ReviewState,
)
from risks.states import PROPOSAL_MOVES, ProposalState
from supervision.states.appraisals import (
    APPEAL_MOVES,
    APPRAISAL_MOVES,
    AppealState,
    AppealVerb,
    AppraisalState,
    AppraisalVerb,
)
from supervision.states.cycles import CYCLE_MOVES, CycleState, CycleVerb
from supervision.states.findings import (
    ACCOUNTABILITY_MOVES,
    EXTENSION_MOVES,
    FINDING_MOVES,
    AccountabilityState,
    AccountabilityVerb,
    ExtensionState,
    ExtensionVerb,
    FindingState,
    FindingVerb,
)
from supervision.states.inspections import INSPECTION_MOVES, InspectionState, InspectionVerb
from supervision.states.self_checks import (
    HOSPITAL_REPORT_MOVES,
    SELF_CHECK_MOVES,
    HospitalReportState,
    HospitalReportVerb,
    SelfCheckState,
    SelfCheckVerb,
)
from supervision.states.spot_checks import (
    RECORD_MOVES,
    SPOT_CHECK_MOVES,
    RecordState,
    RecordVerb,
    SpotCheckState,
    SpotCheckVerb,
)
from supervision.states.warnings import WARNING_MOVES, WarningState, WarningVerb

HEADER = "<!-- Written by `manage.py generate_docs`; change the tables it is drawn from, not this page. -->\n"


def pages() -> dict[str, str]:
    """Name of each page under docs/ and its text."""
    return {"states.md": states(), "permissions.md": permissions()}


def states() -> str:
    """Every state machine, move by move, and the shipped stages."""
    parts = [
        HEADER,
        "# States\n",
        "What may follow what. A move that is not listed is refused; one service assigns each state.\n",
        "## 报审 `Submission` (`approvals.states.MOVES`)\n",
        _moves(MOVES, SubmissionState, Verdict),
        "## 党委会 `Meeting` (`approvals.states.MEETING_MOVES`)\n",
        _moves(MEETING_MOVES, MeetingState, MeetingVerb),
        "## 议题 `AgendaItem` (`approvals.states.ITEM_MOVES`)\n",
        _moves(ITEM_MOVES, ItemState, ItemVerb),
        "## 备案 `Filing` (`approvals.states.FILING_MOVES`)\n",
        _moves(FILING_MOVES, FilingState, FilingVerb),
        "## Lists of an edition (`core.states.LIST_MOVES`)\n",
        "A submission carries its lists along: its verdict sends them the event.\n",
        _moves(LIST_MOVES, ListState, ListEvent),
        *_regulations(),
        "## Proposals of risk points (`risks.states.PROPOSAL_MOVES`)\n",
        _moves(PROPOSAL_MOVES, ProposalState, None),
        "## 职责冲突 `DutyConflict` (`controls.states.CONFLICT_MOVES`)\n",
        "People accept; every other event is seen in the structures by a detection.\n",
        _moves(CONFLICT_MOVES, ConflictState, ConflictEvent),
        "## 轮岗 `Rotation` (`controls.states.ROTATION_MOVES`)\n",
        "A new rotation counts as planned before its first event.\n",
        _moves(ROTATION_MOVES, RotationState, RotationEvent),
        "## 发送 `Delivery` (`organization.states.DELIVERY_MOVES`)\n",
        "The system administrator sends again; everything else the worker sees.\n",
        _moves(DELIVERY_MOVES, DeliveryState, DeliveryEvent),
        *_supervision(),
        *_disclosure(),
        "## Shipped stages (`approvals.states.DEFAULT_STAGES`)\n",
        "Copied into each submission when it is made. The hospital may add stages before the committee's.\n",
        *_stages(),
    ]
    return "\n".join(parts)


def _disclosure() -> list[str]:
    """What is published, and what the public writes in."""
    return [
        "## 公开稿 `Draft` (`disclosure.states.DRAFT_MOVES`)\n",
        "A submission carries a draft along; a duty publishes it at its time.\n",
        _moves(DRAFT_MOVES, DraftState, DraftEvent),
        "## 意见建议 `Handling` (`disclosure.states.HANDLING_MOVES`)\n",
        "What came in counts as received before its first step.\n",
        _moves(HANDLING_MOVES, HandlingState, HandlingEvent),
    ]


def _supervision() -> list[str]:
    """A year, what is checked in it, what was found."""
    return [
        "## 年度工作 `Cycle` (`supervision.states.cycles.CYCLE_MOVES`)\n",
        _moves(CYCLE_MOVES, CycleState, CycleVerb),
        "## 抽查 `SpotCheck` (`supervision.states.spot_checks.SPOT_CHECK_MOVES`)\n",
        "A draw that is not wanted can only be cancelled, with a reason that stays.\n",
        _moves(SPOT_CHECK_MOVES, SpotCheckState, SpotCheckVerb),
        "## 检查记录 `SpotCheckRecord` (`supervision.states.spot_checks.RECORD_MOVES`)\n",
        _moves(RECORD_MOVES, RecordState, RecordVerb),
        *_findings(),
        *_self_checks(),
        "## 考核 `Appraisal` (`supervision.states.appraisals.APPRAISAL_MOVES`)\n",
        "Published results change by appeals alone.\n",
        _moves(APPRAISAL_MOVES, AppraisalState, AppraisalVerb),
        "## 考核申诉 `Appeal` (`supervision.states.appraisals.APPEAL_MOVES`)\n",
        _moves(APPEAL_MOVES, AppealState, AppealVerb),
    ]


def _stages() -> list[str]:
    """The shipped stages of each kind of submission."""
    parts = []
    for kind, stages in DEFAULT_STAGES.items():
        rows = [
            [
                str(number),
                stage.title,
                _named(Action, stage.action),
                "、".join(_label(Verdict, v) for v in stage.verdicts),
            ]
            for number, stage in enumerate(stages, 1)
        ]
        parts += [
            f"### {_named(SubmissionKind, kind)}\n",
            _table(["", "Stage", "Held by whoever may", "Verdicts"], rows),
        ]
    return parts


def _self_checks() -> list[str]:
    """自查, the hospital's report, 迎检."""
    return [
        "## 自查 `SelfCheck` (`supervision.states.self_checks.SELF_CHECK_MOVES`)\n",
        "The head signs, the Party office receives or returns, never its own department's; the leadership's own the Party secretary "
        "signs and the discipline office receives.\n",
        _moves(SELF_CHECK_MOVES, SelfCheckState, SelfCheckVerb),
        "## 自查总结报告 `HospitalReport` (`supervision.states.self_checks.HOSPITAL_REPORT_MOVES`)\n",
        _moves(HOSPITAL_REPORT_MOVES, HospitalReportState, HospitalReportVerb),
        "## 迎检 `Inspection` (`supervision.states.inspections.INSPECTION_MOVES`)\n",
        _moves(INSPECTION_MOVES, InspectionState, InspectionVerb),
    ]


def _regulations() -> list[str]:
    """Versions of regulations, their assessments, and what a changed basis opens."""
    return [
        "## Versions of a regulation (`powers.states.REGULATION_MOVES`)\n",
        "One is in force at a time; 施行 asks for a completed assessment with every correction made.\n",
        _moves(REGULATION_MOVES, RegulationState, RegulationEvent),
        "## 制度廉洁性评估 (`powers.states.REVIEW_MOVES`)\n",
        "The drafting department submits and reopens, the discipline office gives its opinion.\n",
        _moves(REVIEW_MOVES, ReviewState, ReviewEvent),
        "## 依据变动复核 (`powers.states.DUE_MOVES`)\n",
        "Opened when a basis or a regulation is repealed or changed.\n",
        _moves(DUE_MOVES, DueState, DueEvent),
    ]


def _findings() -> list[str]:
    """Findings with their extensions and 问责建议, and warnings."""
    return [
        "## 问题 `Finding` (`supervision.states.findings.FINDING_MOVES`)\n",
        "Approvals of a rectification close it or send it back; people do the rest.\n",
        _moves(FINDING_MOVES, FindingState, FindingVerb),
        "## 延期 `Extension` (`supervision.states.findings.EXTENSION_MOVES`)\n",
        _moves(EXTENSION_MOVES, ExtensionState, ExtensionVerb),
        "## 问责建议 `AccountabilityProposal` (`supervision.states.findings.ACCOUNTABILITY_MOVES`)\n",
        "The system puts it; an answer changes nothing but the proposal.\n",
        _moves(ACCOUNTABILITY_MOVES, AccountabilityState, AccountabilityVerb),
        "## 预警 `RiskWarning` (`supervision.states.warnings.WARNING_MOVES`)\n",
        _moves(WARNING_MOVES, WarningState, WarningVerb),
    ]


def permissions() -> str:
    """Which role holds which action, and how far a grant reaches."""
    reach = [[_named(Role, role), _reach(role), "yes" if role in ADMINISTRATORS else ""] for role in Role.values]
    grants = [
        [
            _named(Action, action),
            "、".join(_label(Role, role) for role in Role.values if action in GRANTS[role]),
            "yes" if action in STAND_IN_ACTIONS else "",
        ]
        for action in Action.values
    ]
    return "\n".join(
        [
            HEADER,
            "# Permissions\n",
            "Rules ask for actions, never for roles; `organization/roles.py` alone says which role holds which action.\n",
            "## Roles\n",
            _table(["Role", "Reaches", "三员 (excludes every other role)"], reach),
            "## Actions\n",
            _table(["Action", "Roles that hold it", "A stand-in may"], grants),
        ]
    )


def _reach(role: str) -> str:
    return "exactly the department granted" if role in EXACT_ROLES else "the department granted and all below it"


def _moves(moves: Mapping[tuple[str, str], str], states: Any, events: Any) -> str:
    rows = [
        [_named(states, state), _named(events, event) if events else f"`{event}`", _named(states, after)]
        for (state, event), after in moves.items()
    ]
    ends = [_label(states, state) for state in states.values if all(state != start for start, _event in moves)]
    return _table(["State", "Event", "Becomes"], rows) + f"\nEnds: {'、'.join(ends)}.\n"


def _label(choices: Any, code: str) -> str:
    return str(choices(code).label)


def _named(choices: Any, code: str) -> str:
    return f"{_label(choices, code)} `{code}`"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
