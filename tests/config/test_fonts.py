"""The shipped faces hold every character that names and official tables need."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parents[2] / "static"
EVERYWHERE = "玥堃镕喆昇□■√▲◆●○—…±×①〇"


@pytest.mark.parametrize(
    "face",
    [
        "print-fonts/noto-sans-sc-regular.ttf",
        "print-fonts/noto-sans-sc-bold.ttf",
        "print-fonts/noto-serif-sc-black.ttf",
        "fonts/noto-sans-sc.woff2",
    ],
)
def test_each_face_has_rare_names_and_signs(face):
    known = TTFont(STATIC / face).getBestCmap()

    assert [sign for sign in EVERYWHERE if ord(sign) not in known] == []


def test_the_regular_print_face_has_every_ideograph_of_gbk():
    known = TTFont(STATIC / "print-fonts/noto-sans-sc-regular.ttf").getBestCmap()
    ideographs = b"".join(bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF) if low != 0x7F)
    wanted = [sign for sign in ideographs.decode("gbk", "ignore") if "一" <= sign <= "龥"]

    assert [sign for sign in wanted if ord(sign) not in known] == []
    assert len(set(wanted)) == 20902
