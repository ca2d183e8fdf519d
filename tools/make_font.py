"""Cut the font that ships with the program out of Noto Serif CJK SC (SIL Open Font Licence 1.1).

    python tools/make_font.py /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc

Kept: Latin, punctuation and symbols that forms use, and every Han character the font has: the URO, extension A, and
the few thousand of the later planes (𬭩 among them) that stand in people's names. Left out: kana beyond punctuation,
Hangul, vertical forms, hints and all layout features but those a form needs. The family gets a name of its own, so
that the cut never hides the full font of a machine that has it.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Qianshou Serif"
TARGET = Path(__file__).resolve().parent.parent / "src/qianshou/booklets/fonts/QianshouSerif-Regular.otf"
MOST_BYTES = 16 * 1024 * 1024
SMALL_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x2010, 0x205F),
    (0x20A0, 0x20BF),
    (0x2100, 0x215F),
    (0x2160, 0x217F),
    (0x2190, 0x2199),
    (0x2200, 0x22FF),
    (0x2460, 0x24FF),
    (0x2500, 0x257F),
    (0x25A0, 0x25FF),
    (0x2600, 0x266F),
    (0x2713, 0x2717),
    (0x3000, 0x303F),
    (0x30FB, 0x30FC),
    (0x3220, 0x3243),
    (0x3280, 0x3290),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF65),
    (0xFFE0, 0xFFE6),
)


def is_han(code: int) -> bool:
    """Tell whether a code point is a Han character (URO, extensions A to H) that is not a compatibility double."""
    return 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or (0x20000 <= code <= 0x323AF and not 0x2F800 <= code <= 0x2FA1F)


def wanted(cmap: dict[int, str]) -> set[int]:
    """Code points of `cmap` that the cut keeps."""
    return {code for code in cmap if is_han(code) or any(low <= code <= high for low, high in SMALL_RANGES)}


def face(source: Path, family: str = "Noto Serif CJK SC") -> TTFont:
    """The face of `source` (a collection or a single font) that is drawn for simplified Chinese."""
    fonts = TTCollection(source).fonts if source.suffix == ".ttc" else [TTFont(source)]
    for font in fonts:
        if font["name"].getDebugName(1) == family:
            return font
    raise SystemExit(f"{source}: no face named {family}")


def rename(font: TTFont) -> None:
    """Give the cut its own family name; the copyright and licence entries stay as they are."""
    names = {1: FAMILY, 2: "Regular", 3: f"{FAMILY} Regular", 4: FAMILY, 6: FAMILY.replace(" ", "") + "-Regular"}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 7, 13, 14) or record.nameID in names]
    for name_id, text in names.items():
        table.removeNames(nameID=name_id)
        table.setName(text, name_id, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = names[6]
    top.topDictIndex[0].FullName, top.topDictIndex[0].FamilyName = FAMILY, FAMILY


def main(source: Path) -> None:
    """Write the cut to its place and say how large it is."""
    font = face(source)
    options = Options()
    options.hinting, options.notdef_outline, options.name_IDs = False, True, ["*"]
    options.layout_features = ["kern", "halt", "palt", "locl"]
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    subsetter = Subsetter(options)
    keep = wanted(font.getBestCmap())
    subsetter.populate(unicodes=keep)
    subsetter.subset(font)
    rename(font)
    font.recalcTimestamp = False
    font.save(TARGET)
    size = TARGET.stat().st_size
    print(f"{TARGET.name}: {len(keep)} characters, {size / 1e6:.1f} MB")
    if size > MOST_BYTES:
        raise SystemExit("larger than 16 MB: cut more")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
