"""Cuts the shipped faces out of the full Noto SC fonts: plain TTFs for print, one woff2 for browsers."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from vendor import FONT_SOURCES, ROOT

PRINT = "static/print-fonts"
BROWSER = "static/fonts"
NAMES = "玥堃镕喆昇珺晟翀淼犇骉琤璟祎赟旸頔叕瑄玘玚"
"""Characters of personal names that GB2312 lacks; every face carries them."""
SIGNS = "□■√▲△◆◇●○★☆—…·№㎡℃‰≤≥≠±×÷→←↑↓①②③④⑤⑥⑦⑧⑨⑩〇€•–“”‘’"


@dataclass(frozen=True)
class Face:
    """One face: where it comes from, where it goes and which of Python's codecs names its characters."""

    source: str
    target: str
    codec: str


FACES = (
    Face("NotoSansSC-Regular.ttf", f"{PRINT}/noto-sans-sc-regular.ttf", "gbk"),
    Face("NotoSansSC-Bold.ttf", f"{PRINT}/noto-sans-sc-bold.ttf", "gb2312"),
    Face("NotoSerifSC-Black.ttf", f"{PRINT}/noto-serif-sc-black.ttf", "gb2312"),
    Face("NotoSansSC-Regular.ttf", f"{BROWSER}/noto-sans-sc.woff2", "gb2312"),
)
LICENCES = {
    "OFL-NotoSansSC.txt": (PRINT, BROWSER),
    "OFL-NotoSerifSC.txt": (PRINT,),
}


def main() -> None:
    """Cuts every face and lays the licence texts beside them."""
    for face in FACES:
        cut(face)
    for name, folders in LICENCES.items():
        for folder in folders:
            shutil.copyfile(ROOT / FONT_SOURCES / name, ROOT / folder / name)


def characters(codec: str) -> set[int]:
    """Code points that the codec can write, with the names and signs that every face carries."""
    known = {point for point in range(0x20, 0x10000) if writes(codec, point)}
    return known | set(range(0xA0, 0x100)) | {ord(sign) for sign in NAMES + SIGNS}


def writes(codec: str, point: int) -> bool:
    """Whether the codec has a code for the character."""
    try:
        chr(point).encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def cut(face: Face) -> None:
    """Writes one subset without hinting, its time stamp kept, so that the same source gives the same bytes."""
    target = ROOT / face.target
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern", "liga", "locl", "ccmp", "mark", "tnum"]
    options.name_IDs = ["*"]
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.recalc_timestamp = False
    font = subset.load_font(ROOT / FONT_SOURCES / face.source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters(face.codec))
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, target, options)
    print(f"{face.target}: {len(TTFont(target).getBestCmap())} characters, {Path(target).stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
