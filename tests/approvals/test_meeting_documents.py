"""会议记录, 会议纪要 and 备案报告 as files: the form of GB/T 9704, what stands in them and what must not."""

import io
import re

import docx
import pytest
import segno
from docx.oxml.ns import qn

from approvals import documents
from approvals.documents.official import hash_lines, tight, title_lines
from tests.approvals import papers

KINDS = ["pdf", "docx"]
PAPERS = [documents.record(papers.meeting()), documents.minutes(papers.meeting()), documents.letter(papers.filing())]
NAMES = ["record", "minutes", "letter"]


@pytest.mark.parametrize("official", PAPERS, ids=NAMES)
def test_pdf_stands_on_a4_with_page_numbers_at_the_outer_edge(official):
    edges = []
    for number, page in enumerate(papers.reader(official).pages, 1):
        found = []

        def look(text, _matrix, place, _font, _size, found=found, number=number):
            if f"— {number} —" in text:
                found.append(place[4])

        page.extract_text(visitor_text=look)
        edges.append(found[0] > 300)
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]

    assert edges == [number % 2 == 1 for number in range(1, len(edges) + 1)]


@pytest.mark.parametrize("official", PAPERS, ids=NAMES)
def test_docx_has_the_margins_the_grid_and_the_faces_of_the_standard(official):
    opened = docx.Document(io.BytesIO(documents.draw(official, kind="docx")))

    section, normal = opened.sections[0], opened.styles["Normal"]
    margins = [section.top_margin, section.left_margin, section.right_margin, section.bottom_margin]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert [round(margin.mm) for margin in margins] == [37, 28, 26, 35]
    assert (grid.get(qn("w:linePitch")), grid.get(qn("w:type"))) == ("579", "linesAndChars")
    assert (normal.font.size.pt, normal.paragraph_format.line_spacing.pt) == (16, 28.95)
    assert normal.font.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert opened.settings.odd_and_even_pages_header_footer is True
    sides = [section.footer.paragraphs[0].alignment, section.even_page_footer.paragraphs[0].alignment]
    assert [str(side).split(" ")[0] for side in sides] == ["RIGHT", "LEFT"]


@pytest.mark.parametrize("kind", KINDS)
def test_record_says_who_was_there_by_name(kind):
    text = papers.text_of(PAPERS[0], kind)

    assert "应到：4人：陈书记、王院长、赵委员、钱委员。实到：3人：陈书记、王院长、赵委员。" in text
    assert "请假：1人：钱委员（出差）。缺席：无。列席：1人：孙列席。" in text


@pytest.mark.parametrize("kind", KINDS)
def test_record_tells_an_item_from_recusal_to_resolution_in_order(kind):
    text = papers.text_of(PAPERS[0], kind)

    parts = [
        "（一）审定药剂科清单",
        "提交审定：药剂科2026年第1版清单（校验值7ce23652）。",
        "回避：钱委员回避YP-01（涉及本人岗位），不参加相应部分的讨论、表决和主持。",
        "1.赵委员：措施还不够具体。",
        "2.陈书记：同意。",
        "表决：审定药剂科清单。主持人：陈书记。",
        "应到9人，同意7票，通过须5票；7≥5，通过。",
        "同意：陈书记、王院长。不同意：赵委员。",
        "决议：审定通过药剂科2026年第1版清单，自2026年3月5日起生效。",
        "落实：党办牵头，2026年4月5日前完成。",
        "记录人：周记录",
        "主持人：陈书记签字：",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", KINDS)
def test_minutes_have_decisions_and_figures_and_nobodys_vote_or_opinion(kind):
    text = papers.text_of(PAPERS[1], kind)

    assert "关于审定药剂科清单的会议纪要" in text
    assert "表决：应到9人，同意7票，通过须5票；7≥5，通过。1名委员依规定回避了有关部分。" in text
    assert "落实责任：党办牵头，2026年4月5日前完成。" in text
    assert [word in text for word in ("措施还不够具体", "不同意：", "涉及本人岗位", "出差")] == [False] * 4


@pytest.mark.parametrize("kind", KINDS)
def test_minutes_with_several_votes_count_them_in_a_table(kind):
    text = papers.text_of(documents.minutes(papers.meeting(papers.item(votes=(papers.vote(), papers.vote())))), kind)

    assert "分2项表决，计票如下：" in text
    assert text.count("审定药剂科清单91857105通过") == 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("official", "number"), list(zip(PAPERS, ("3", "3", "1"), strict=True)), ids=NAMES)
def test_every_paper_has_its_number_and_every_hash_whole(official, number, kind):
    text = papers.text_of(official, kind)

    assert f"〔2026〕{number}号" in text
    assert [papers.HASH in text, papers.LIST_HASH in text] == [True, True]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("official", "day"), list(zip(PAPERS[1:], ("5", "9"), strict=True)), ids=NAMES[1:])
def test_a_sent_paper_ends_with_who_issues_it_where_the_seal_goes_and_the_day(official, day, kind):
    text = papers.text_of(official, kind)

    assert f"江州市第一人民医院党委（印章位置）2026年3月{day}日" in text
    assert f"江州市第一人民医院党办2026年3月{day}日印发" in text


@pytest.mark.parametrize("kind", KINDS)
def test_letter_is_addressed_and_counts_what_is_filed(kind):
    text = papers.text_of(PAPERS[2], kind)

    assert "江州市第一人民医院党委关于班子成员廉洁风险清单备案的报告江州市卫生健康委员会党组：" in text
    assert "由党委会〔2026〕3号（2026年3月5日）逐人研究审定" in text
    assert "共报备风险点12个，其中高5个，中4个，低3个。" in text
    assert "3.党委会〔2026〕3号会议纪要" in text


@pytest.mark.parametrize("kind", KINDS)
def test_letter_of_a_supplement_names_what_it_supplements(kind):
    later = papers.filing(supplements="廉洁风险备案〔2025〕1号", note="增列一项", issued_on="")

    text = papers.text_of(documents.letter(later), kind)

    assert "清单补充备案的报告" in text
    assert "本次为对廉洁风险备案〔2025〕1号的补充备案，原备案内容以本次报送的为准。增列一项。" in text
    assert "（印章位置）年月日" in text


@pytest.mark.parametrize("kind", KINDS)
def test_record_for_a_recused_member_says_what_it_leaves_out(kind):
    hidden = papers.item(statements=(), votes=(papers.vote(names=(), is_hidden=True),), is_hidden=True)

    text = papers.text_of(documents.record(papers.meeting(hidden)), kind)

    assert "阅读范围：本份依据回避规定" in text
    assert "发言：须回避部分的发言依规定不予提供。" in text
    assert "署名意见：依回避规定不予提供。" in text


@pytest.mark.parametrize("kind", KINDS)
def test_who_presided_for_a_recused_chair_signs_that_item(kind):
    text = papers.text_of(documents.record(papers.meeting(papers.item(presided_by=("王院长",)))), kind)

    assert "主持人回避的部分由王院长主持。" in text
    assert "议题（一）主持人：王院长签字：" in text


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        ("return", "药剂科2026年第1版清单退回修改后重新报审。理由：依据不足。"),
        ("reject", "不同意药剂科2026年第1版清单。理由：依据不足。"),
        ("postpone", "药剂科2026年第1版清单缓议。理由：依据不足。"),
    ],
)
def test_what_did_not_pass_is_told_with_its_reason(verdict, sentence):
    entry = papers.entry(verdict=verdict, reason="依据不足。")
    item = papers.item(entries=(entry,), votes=(papers.vote(reason="依据不足"),), postponed_reason="人数不足")

    for official in (documents.record(papers.meeting(item)), documents.minutes(papers.meeting(item))):
        assert sentence in papers.text_of(official, "pdf")


def test_many_departments_are_counted_in_the_text_and_stand_whole_in_the_annex():
    entries = tuple(papers.entry(name=f"第{number}科 2026年第1版清单") for number in range(1, 31))
    official = documents.record(papers.meeting(papers.item(entries=entries)))

    text = papers.text_of(official, "pdf")

    assert "等30份清单，自2026年3月5日起生效。" in text
    assert text.count("2026年第1版清单同意") == 30
    assert text.count("序号清单和版次决议内容校验值") >= 2


@pytest.mark.parametrize("official", PAPERS, ids=NAMES)
def test_pdf_draws_the_qr_code_of_the_page_that_verifies_it(official):
    pattern = rb"^(\d+) (\d+)\.5 m\n(\d+) \d+\.5 l$"
    content = papers.reader(official).pages[-1].get_contents().get_data()

    strokes = re.findall(pattern, content, re.MULTILINE)
    drawn = {(x, int(y)) for left, y, right in strokes for x in range(int(left), int(right))}
    matrix = segno.make_qr(papers.URL, error="m").matrix
    assert drawn == {(x, y) for y, line in enumerate(matrix) for x, is_dark in enumerate(line) if is_dark}


@pytest.mark.parametrize("official", PAPERS, ids=NAMES)
def test_docx_holds_the_qr_code_of_the_page_that_verifies_it(official):
    opened = docx.Document(io.BytesIO(documents.draw(official, kind="docx")))
    picture = io.BytesIO()
    segno.make_qr(papers.URL, error="m").save(picture, kind="png", scale=6, border=1)

    found = [part.blob for part in opened.part.package.iter_parts() if part.content_type == "image/png"]

    assert found == [picture.getvalue()]


@pytest.mark.parametrize("kind", KINDS)
def test_markup_and_marks_that_no_file_holds_do_no_harm(kind):
    item = papers.item(statements=(("赵委员", '<img src="file:///etc/hostname">\x00\ud800'.replace("\ud800", "")),))

    text = papers.text_of(documents.record(papers.meeting(item)), kind)

    assert '<imgsrc="file:///etc/hostname">' in text


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_tells_its_phases(kind):
    heard = []

    documents.draw(PAPERS[1], kind=kind, phase=lambda *words: heard.append(words))

    assert heard == [("排版", 2, 4), ("写出", 3, 4)]


def test_a_long_name_gets_a_smaller_red_head():
    sizes = [documents.minutes(papers.meeting(hospital_name=name)).red_size for name in ("江州医院", "很长的名称" * 5)]

    assert sizes == [30, 13]


def test_titles_are_cut_where_a_phrase_ends():
    title = "江州市第一人民医院党委关于班子成员廉洁风险清单备案的报告"

    assert title_lines(title) == ["江州市第一人民医院党委", "关于班子成员廉洁风险清单备案的报告"]
    assert title_lines("短标题") == ["短标题"]
    assert [len(line) for line in title_lines("没有标点的很长的标题" * 4)] == [14, 13, 13]


def test_titles_of_many_items_are_counted():
    items = [papers.item(position=number, title=f"审定第{number}组科室的职权目录和风险清单") for number in range(1, 5)]

    official = documents.minutes(papers.meeting(*items))

    assert official.title == "关于审定第1组科室的职权目录和风险清单等4项议题的会议纪要"


def test_blanks_beside_chinese_characters_go_and_others_stay():
    assert tight("药剂科 2026年 JCI A 级（2 项）") == "药剂科2026年JCI A级（2项）"


def test_a_hash_is_printed_whole_in_two_lines():
    assert hash_lines(papers.HASH).replace("\n", "").replace(" ", "") == papers.HASH
    assert [len(line) for line in hash_lines(papers.HASH).split("\n")] == [35, 35]
