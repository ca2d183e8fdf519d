"""The register's row beside what was understood of it."""

from qianshou.people.models import Person

from .labels import said

# Parts of headings → the field that such a cell fills. Only for showing the two side by side; `exchange` does the reading.
HEADINGS = (
    (("姓名", "名字", "name"), "name"), (("性别", "sex"), "sex"), (("出生", "生日", "birth"), "birth_date"), (("居委", "社区", "committee"), "committee_id"),
    (("弄", "路", "地址", "住址", "address", "lane"), "address"), (("居住", "living"), "living"), (("健康", "身体", "疾病", "health"), "health"),
    (("饮食", "忌口", "diet"), "diet"), (("助餐", "用餐", "meal"), "meal_days"), (("爱好", "特长", "兴趣", "interest", "talent"), "interests"),
    (("方言", "语言", "dialect"), "dialects"), (("困难", "低保", "hardship"), "hardship"), (("状态", "status"), "status"), (("备注", "remark"), "remarks"),
    (("门牌", "室号"), "door"),
)  # fmt: skip


def raw_rows(person: Person) -> list[dict]:
    """[{heading, cell, understood, by_hand}] in the order of the sheet."""
    own = getattr(person, "file", None)
    if own is None:
        return []
    rows = []
    for heading, cell in own.raw.items():
        field = _field_of(heading)
        rows.append({"heading": heading, "cell": "—" if cell in (None, "") else str(cell), "understood": _understood(person, field), "by_hand": field in own.by_hand})
    return rows


def _field_of(heading: str) -> str:
    low = heading.lower()
    return next((field for words, field in HEADINGS if any(word in low for word in words)), "")


def _understood(person: Person, field: str) -> str:
    if field == "address":
        return person.address or "—"
    holder = person if hasattr(person, field or "-") else person.file
    return said(field, getattr(holder, field)) if field and hasattr(holder, field) else ""
