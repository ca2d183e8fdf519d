"""What a person must not eat, read from the register's words. Pure.

An allergy is never decided by a guess: a clause is understood only when it is a known word *as a whole*; whatever is left over in any
cell is a question, and a person answers it before the first box.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from qianshou.packs.shapes_meals import DietKind, Ingredient

CLAUSE = re.compile(r"[、,，;；/|\s。.．·+&（）()]+|以及|还有|并且|和|及|与")
# Cells that say there is nothing to mind.
NOTHING = re.compile(
    r"[-—–_*?？×xX~]*|无|没有|暂无|没|否|空|无忌口|不忌口|无禁忌|无饮食禁忌|均可|都可以|都吃|正常|普食|普通|无要求|无特殊要求?|一般|"
    r"无(?:食物|药物)?过敏史?|不过敏|(?:none|n/?a|nil|no)", re.IGNORECASE
)  # fmt: skip
# 不详 and 未知 are not "nothing": whoever wrote them did not know.
BEFORE = re.compile(r"^(?:对|忌食|忌|不能吃|不可吃|不吃|不喝|戒|勿食|勿吃)")
AFTER = re.compile(r"(?:类?过敏|不吃|不能吃|忌|不耐受?)$")
FLAG = "?"  # the question of a file that is marked "diet not yet clear" without any words


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of diet, with its target: a code of the ingredients or a word of its own, "" where the kind has none."""

    kind: str
    target: str = ""

    @property
    def key(self) -> str:
        """As substitutes and labels name it: "halal", "allergy:peanut"."""
        return f"{self.kind}:{self.target}" if self.target else self.kind


@dataclass(frozen=True, slots=True)
class Restriction:
    """A meaning with all that it clashes with. hard: never packed; soft: a warning."""

    meaning: Meaning
    hard: bool
    contains: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    textures: frozenset[str] = frozenset()  # a dish must offer one of them; empty: any
    salt_most: int = 9
    sugar_most: int = 9
    words: tuple[str, ...] = ()  # parts of a dish's name or ingredients

    @property
    def key(self) -> str:
        """The key of its meaning."""
        return self.meaning.key


@dataclass(frozen=True)
class Book:
    """The pack's diets, ready for reading words and for judging dishes."""

    kinds: Mapping[str, DietKind]
    ingredients: Mapping[str, Ingredient]
    _words: dict[str, str] = field(init=False)
    _names: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        names: dict[str, list[str]] = {}
        for code, one in self.ingredients.items():
            for name in (one.zh, *one.names):
                names.setdefault(name, []).append(code)
        object.__setattr__(self, "_words", {word: code for code, kind in self.kinds.items() for word in kind.words})
        object.__setattr__(self, "_names", {name: list(dict.fromkeys(codes)) for name, codes in names.items()})

    def codes_of(self, word: str) -> list[str]:
        """The marks that a name stands for (海鲜: three of them), in either language; none for a word that the pack does not know."""
        english = {one.en.casefold(): code for code, one in self.ingredients.items()}
        if word in self.ingredients:
            return [word]
        return list(self._names.get(word) or ([english[word.casefold()]] if word.casefold() in english else []))

    def read(self, clause: str) -> tuple[Meaning, ...] | None:
        """What one clause means; () for "nothing", None when it is not understood as a whole."""
        clause = clause.strip()
        if NOTHING.fullmatch(clause):
            return ()
        if clause in self._words:
            return (Meaning(self._words[clause]),)
        core = AFTER.sub("", BEFORE.sub("", clause))
        codes = self._names.get(core) or self._names.get(clause)
        if not codes:
            return None
        kind = "allergy" if clause.endswith("过敏") else "avoid"
        return tuple(Meaning(kind, code) for code in codes) if kind in self.kinds else None

    def restriction(self, meaning: Meaning, hard: bool | None = None) -> Restriction:
        """What a meaning clashes with; `hard` None: as the pack has it. A kind that the pack no longer has is kept hard, by its words."""
        kind = self.kinds.get(meaning.kind)
        if kind is None:
            return Restriction(meaning, True, words=(meaning.target or meaning.kind,))
        known = meaning.target in self.ingredients
        return Restriction(
            meaning, kind.strength == "hard" if hard is None else hard,
            contains=frozenset(kind.contains) | (frozenset({meaning.target}) if known else frozenset()),
            categories=frozenset(kind.categories), textures=frozenset(kind.textures), salt_most=kind.salt_most, sugar_most=kind.sugar_most,
            words=(meaning.target,) if meaning.target and not known else (),
        )  # fmt: skip


def clauses(text: str) -> list[str]:
    """The parts of a cell, in order, without doubles."""
    return list(dict.fromkeys(part for part in CLAUSE.split(text) if part))


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says about food. words: its diet list; cells: the register's own cells; flagged: marked "not yet clear", by hand or not."""

    words: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    flagged: bool = False
    by_hand: bool = False


def understand(said: Said, *, settled: Collection[str], held: Iterable[Restriction], book: Book) -> tuple[list[Restriction], list[str]]:
    """What a file means and what is still open: (restrictions from its words, questions).

    A word or clause that a person settled counts for nothing here: what it means was entered then. A clause of the register's cell that
    is known, but whose sense neither the file's words nor what is held (`held`) covers, is a question too: somebody took it out.
    """
    found: dict[Meaning, Restriction] = {}
    open_questions: dict[str, None] = {}
    for word in said.words:
        for part in clauses(word) if word not in settled else ():
            if part in settled:
                continue
            meanings = book.read(part)
            if meanings is None:
                open_questions[part] = None
            else:
                found |= {one: book.restriction(one) for one in meanings}
    all_held = [*found.values(), *held]
    for cell in said.cells:
        for part in clauses(cell) if cell not in settled else ():
            if part in settled:
                continue
            meanings = book.read(part)
            if meanings is None or not all(_covered(book.restriction(one), all_held) for one in meanings):
                open_questions[part] = None
    if said.flagged and (said.by_hand or not said.cells):
        open_questions[FLAG] = None
    return list(found.values()), list(open_questions)


def _covered(wanted: Restriction, held: Iterable[Restriction]) -> bool:
    """Is this restriction kept anyway by those that hold, at least as strictly?"""
    strict = [one for one in held if one.hard or not wanted.hard]
    if any(one.meaning.kind == wanted.meaning.kind and not wanted.meaning.target for one in strict):
        return True
    contained = frozenset().union(*(one.contains for one in strict))
    return bool(wanted.contains) and wanted.contains <= contained and not (wanted.textures or wanted.words or wanted.categories)
