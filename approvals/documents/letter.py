"""备案报告 in words: the cover letter by which the leadership's approved lists go to the body above (part 二(三))."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from approvals.calculations import PrintedFiling
from approvals.documents.official import Block, Official, Paragraph, Table, hash_lines


def letter(filing: PrintedFiling) -> Official:
    """The letter, addressed to the body named in the settings; signed and sealed on paper."""
    kind = _("补充备案") if filing.supplements else _("备案")
    return Official(
        title=_("%(issuer)s关于班子成员廉洁风险清单%(kind)s的报告") % {"issuer": filing.issuer, "kind": kind},
        author=filing.issuer,
        red_head=_("%(issuer)s文件") % {"issuer": filing.issuer},
        number=filing.number,
        signer=_("签发人：＿＿＿＿＿"),
        addressee=f"{filing.body}：",
        blocks=tuple(_blocks(filing)),
        issuer=filing.issuer,
        issued_on=filing.issued_on or _("　　　　年　　月　　日"),
        seal=_("（印章位置）"),
        annexes=(
            _("备案内容校验值"),
            _("班子成员风险清单和岗位权力风险防控一览表（%(edition)s）") % {"edition": filing.edition},
            _("%(meeting)s会议纪要") % {"meeting": filing.meeting},
        ),
        annex_title=_("备案内容校验值"),
        annex=_hashes(filing),
        hash_label=_("备案内容校验值（SHA-256）"),
        sha256=filing.sha256,
        verify_url=filing.verify_url,
        distribution=((_("抄送"), _("本院纪检监察机构。")),),
        printed_by=f"{filing.hospital_name}{filing.office_name}",
        printed_on=_("%(day)s印发") % {"day": filing.issued_on or _("　　　　年　　月　　日")},
    )


def _blocks(filing: PrintedFiling) -> Iterator[Block]:
    facts = {
        "meeting": filing.meeting,
        "day": filing.held_on,
        "edition": filing.edition,
        "in_force": filing.in_force_on,
    }
    yield Paragraph(
        _(
            "根据公立医院廉洁风险防控关于班子成员风险点及等级须经同级党委研究审定后备案的要求，"
            "我院班子成员%(edition)s廉洁风险清单，经纪检监察机构提出监督意见，由%(meeting)s（%(day)s）逐人研究审定，"
            "自%(in_force)s起生效。现将审定结果报送备案。"
        )
        % facts
    )
    counts = "，".join(
        _("%(grade)s%(count)d个") % {"grade": word, "count": count} for word, count in filing.grades if count
    )
    total = sum(count for _word, count in filing.grades)
    yield Paragraph(_("共报备风险点%(total)d个，其中%(counts)s。") % {"total": total, "counts": counts})
    lists = "、".join(
        _("%(title)s%(count)d项") % {"title": title, "count": count} for title, count, _sha in filing.lists
    )
    yield Paragraph(
        _("随文报送%(lists)s，内容校验值见附件1；需要核对时，由我院凭校验值出具系统留存内容的核对结果。")
        % {"lists": lists}
    )
    if filing.supplements:
        yield Paragraph(
            _("本次为对%(earlier)s的补充备案，原备案内容以本次报送的为准。") % {"earlier": filing.supplements}
        )
    if filing.note:
        yield Paragraph(f"{filing.note.rstrip('。')}。")
    yield Paragraph(_("特此报告。"))


def _hashes(filing: PrintedFiling) -> Table:
    return Table(
        headings=(_("序号"), _("清单"), _("项数"), _("内容校验值（SHA-256）")),
        rows=tuple(
            (str(number), title, str(count), hash_lines(sha256))
            for number, (title, count, sha256) in enumerate(filing.lists, 1)
        ),
        widths=(13, 52, 17, 74),
    )
