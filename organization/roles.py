"""Every permission, every role, and which role holds which permission: the one page that says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be somewhere; each grant is one django-guardian row on a department."""

    FILER = "filer", _("填报人")
    DEPARTMENT_HEAD = "department_head", _("科室负责人")
    OVERSEER = "overseer", _("分管领导")
    PARTY_OFFICE = "party_office", _("党办")
    SECRECY_REVIEWER = "secrecy_reviewer", _("保密审查员")
    DISCIPLINE = "discipline", _("纪检监察室")
    COMMITTEE_MEMBER = "committee_member", _("党委委员")
    COMMITTEE_CHAIR = "committee_chair", _("党委书记")
    LEADERSHIP = "leadership", _("领导班子")
    SYSADMIN = "sysadmin", _("系统管理员")
    SECADMIN = "secadmin", _("安全管理员")
    AUDITOR = "auditor", _("审计管理员")


ADMINISTRATORS = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
"""三员分立: they exclude each other and every business role (quality.md part 3)."""

EXACT_ROLES = (Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER)
"""Held for exactly one department a grant; all other roles cover the department and everything below it."""


class Action(models.TextChoices):
    """What a role lets a person do; rules ask for these, never for roles."""

    FILE = "file", _("填报清单")
    FILE_LEADERSHIP = "file_leadership", _("填报本人班子成员风险点")
    SUBMIT_LEADERSHIP = "submit_leadership", _("报审班子成员清单")
    FILE_ON_BEHALF = "file_on_behalf", _("代录")
    SIGN = "sign", _("科室负责人签署")
    OVERSEE = "oversee", _("分管领导审核")
    REVIEW = "review", _("党办审核")
    SUPERVISE = "supervise", _("监督意见")
    REVIEW_SECRECY = "review_secrecy", _("保密审查")
    DECIDE = "decide", _("党委审定")
    ATTEND = "attend", _("审议党委会议题")
    RECORD_MEETING = "record_meeting", _("记录党委会")
    PROPOSE = "propose", _("向部门提出风险点")
    SEE_DRAFTS = "see_drafts", _("查看部门草稿")
    SEE_HIDDEN_NAMES = "see_hidden_names", _("查看隐名建议人")
    SEE_ALL_IN_FORCE = "see_all_in_force", _("查看全部已生效清单")
    KEEP_ORGANIZATION = "keep_organization", _("维护机构岗位任职")
    KEEP_LIBRARY = "keep_library", _("维护依据库和制度库")
    KEEP_RULES = "keep_rules", _("维护评级规则和审批环节")
    LOAD = "load", _("导入工作簿")
    PUBLISH = "publish", _("发布院务公开")
    KEEP_ACCOUNTS = "keep_accounts", _("管理账号")
    KEEP_GRANTS = "keep_grants", _("管理授权")
    ACCEPT_CONFLICT = "accept_conflict", _("接受职责冲突")
    READ_TRAIL = "read_trail", _("查阅审计记录")
    RUN_YEAR = "run_year", _("组织年度工作")
    KEEP_FINDINGS = "keep_findings", _("登记和跟踪问题")
    APPROVE_EXTENSION = "approve_extension", _("批准整改延期")
    ANSWER_APPEAL = "answer_appeal", _("答复考核申诉")
    KEEP_ACCOUNTABILITY = "keep_accountability", _("登记责任追究")
    READ_ACCOUNTABILITY = "read_accountability", _("查阅责任追究")
    PLAN_ROTATION = "plan_rotation", _("安排轮岗")
    SEE_OVERVIEW = "see_overview", _("查看全院总览")


A = Action

GRANTS: dict[str, frozenset[str]] = {
    Role.FILER: frozenset({A.FILE, A.SEE_DRAFTS}),
    Role.DEPARTMENT_HEAD: frozenset({A.FILE, A.SIGN, A.SEE_DRAFTS}),
    Role.OVERSEER: frozenset({A.OVERSEE, A.PROPOSE, A.SEE_DRAFTS}),
    Role.PARTY_OFFICE: frozenset(
        {
            A.FILE_ON_BEHALF,
            A.REVIEW,
            A.RECORD_MEETING,
            A.SUBMIT_LEADERSHIP,
            A.PROPOSE,
            A.SEE_DRAFTS,
            A.SEE_ALL_IN_FORCE,
            A.KEEP_ORGANIZATION,
            A.KEEP_LIBRARY,
            A.KEEP_RULES,
            A.LOAD,
            A.PUBLISH,
            A.ACCEPT_CONFLICT,
            A.RUN_YEAR,
            A.KEEP_FINDINGS,
            A.PLAN_ROTATION,
            A.SEE_OVERVIEW,
        }
    ),
    Role.SECRECY_REVIEWER: frozenset({A.REVIEW_SECRECY}),
    Role.DISCIPLINE: frozenset(
        {
            A.SUPERVISE,
            A.PROPOSE,
            A.SEE_DRAFTS,
            A.SEE_HIDDEN_NAMES,
            A.SEE_ALL_IN_FORCE,
            A.KEEP_FINDINGS,
            A.APPROVE_EXTENSION,
            A.ANSWER_APPEAL,
            A.KEEP_ACCOUNTABILITY,
            A.READ_ACCOUNTABILITY,
            A.SEE_OVERVIEW,
        }
    ),
    Role.COMMITTEE_MEMBER: frozenset({A.ATTEND, A.SEE_ALL_IN_FORCE, A.SEE_OVERVIEW}),
    Role.COMMITTEE_CHAIR: frozenset(
        {
            A.ATTEND,
            A.DECIDE,
            A.RECORD_MEETING,
            A.SEE_ALL_IN_FORCE,
            A.ACCEPT_CONFLICT,
            A.READ_ACCOUNTABILITY,
            A.PLAN_ROTATION,
            A.SEE_OVERVIEW,
        }
    ),
    Role.LEADERSHIP: frozenset({A.FILE_LEADERSHIP, A.PROPOSE, A.SEE_ALL_IN_FORCE, A.SEE_OVERVIEW}),
    Role.SYSADMIN: frozenset({A.KEEP_ACCOUNTS}),
    Role.SECADMIN: frozenset({A.KEEP_GRANTS}),
    Role.AUDITOR: frozenset({A.READ_TRAIL}),
}

STAND_IN_ACTIONS = frozenset({A.SIGN, A.OVERSEE, A.REVIEW, A.SUPERVISE, A.REVIEW_SECRECY, A.DECIDE, A.RECORD_MEETING})
"""What a dated stand-in (代理) may do for the holder: stages of approval, nothing else."""


def roles_with(action: str) -> list[str]:
    """Roles that hold `action`."""
    return [role for role, actions in GRANTS.items() if action in actions]
