"""Other offices' registers, made by code: other headings, other order, columns split and joined, other dirt. All people invented.

`make_people` gives the truth; each layout writes it its own way and tells which outcome each row must have.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from qianshou.kernel.identity import make_id_number

SURNAMES = "张王李赵陈刘杨黄周吴徐孙胡朱高林单曾区仇"
GIVEN = ["秀英", "桂兰", "国栋", "建明", "玉珍", "福根", "娥", "阿妹", "德", "志强", "雪莲", "堃"]
ROADS = ["控江路", "延吉中路", "靖宇东路", "鞍山四村", "本溪路"]


@dataclass
class Elder:
    """The truth about one invented elder; `wrong` says what the sheet shall have wrong about her, "" for nothing."""

    name: str
    sex: str
    birth: date
    number: str
    committee: str
    lane: str
    door: str
    phone: str
    contact: tuple[str, str, str]
    wrong: str = ""

    @property
    def outcome(self) -> str:
        """What a reader must make of the row."""
        return "reject" if self.wrong == "no_name" else "review" if self.wrong else "ok"


DOUBTS = ["", "", "", "", "", "id_missing", "id_check", "id_spoilt", "sex_contradicts", "birth_contradicts", "no_name"]


def make_people(count: int, seed: int) -> list[Elder]:
    """Elders in order of committee; about half of them clean."""
    rng = random.Random(seed)
    people = []
    for at in range(count):
        born = date(1932, 1, 1) + timedelta(days=at * 37 % 9000)
        number = make_id_number(area="310110", birth=born, sequence=(at * 7 + 3) % 990)
        road = rng.choice(ROADS)
        people.append(Elder(
            name=rng.choice(SURNAMES) + rng.choice(GIVEN), sex="男" if int(number[16]) % 2 else "女", birth=born, number=number,
            committee=f"{'甲乙丙丁'[at * 4 // count]}里居委会", lane=f"{road}{at % 40 + 100}弄" if "路" in road else road,
            door=f"{at % 30 + 1}号{at % 6 + 1}0{at % 4 + 1}室", phone=f"139{at:08d}", contact=(rng.choice(GIVEN) + "明", rng.choice(["女儿", "儿子", "侄女"]), f"65{at:06d}"),
            wrong=rng.choice(DOUBTS),
        ))  # fmt: skip
    return people


def number_cell(elder: Elder) -> object:
    """The ID number's cell, with what is to be wrong about it."""
    if elder.wrong == "id_missing":
        return ""
    if elder.wrong == "id_check":
        return elder.number[:17] + ("1" if elder.number[17] != "1" else "2")
    return float(elder.number[:17] + "0") if elder.wrong == "id_spoilt" else elder.number


def sex_of(elder: Elder) -> str:
    """男 or 女 as the sheet has it."""
    return {"男": "女", "女": "男"}[elder.sex] if elder.wrong == "sex_contradicts" else elder.sex


def birth_of(elder: Elder) -> date:
    """The birth date as the sheet has it."""
    return elder.birth.replace(year=elder.birth.year + 3, day=1) if elder.wrong == "birth_contradicts" else elder.birth


def name_of(elder: Elder) -> str:
    """The name as the sheet has it."""
    return "" if elder.wrong == "no_name" else elder.name


def split_layout(path: Path, people: list[Elder]) -> dict[int, str]:
    """No title; other words, other order; sexes as 1 and 2; contact and address in columns of their own; a second telephone column."""
    heads = ["老人姓名", "公民身份号码", "性别", "生日", "社区", "路名", "弄号", "门牌室号", "手机号码", "固定电话", "家属姓名", "与老人关系", "家属电话", "低保", "忌口", "说明"]
    outcomes = {1: "skip"}
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, heads)
        for at, elder in enumerate(people, start=1):
            born = birth_of(elder)
            road, _, number = elder.lane.partition("路")
            cells = [
                f"  {name_of(elder)}" if at % 5 == 0 and elder.wrong != "no_name" else name_of(elder), number_cell(elder), 1 if sex_of(elder) == "男" else 2,
                f"{born:%Y%m%d}" if at % 2 else f"{born.year}/{born.month}/{born.day}", elder.committee.removesuffix("居委会") + "居民区",
                f"{road}路" if number else road, number or "", elder.door, elder.phone, f"021-{65000000 + at}" if at % 3 == 0 else "",
                elder.contact[0], elder.contact[1], elder.contact[2], "√" if at % 4 == 0 else "", "不吃辣" if at % 6 == 0 else "无",
                "2025年3月去世" if at % 17 == 0 else "",
            ]  # fmt: skip
            _write(sheet, at, cells)
            outcomes[at + 1] = elder.outcome
    return outcomes


def joined_layout(path: Path, people: list[Elder]) -> dict[int, str]:
    """A title and a note above; a heading of two rows with merged cells; name and sex in one column; committees as headings of sections;
    a subtotal and a blank row after each; a footnote below."""
    upper = ["编号", "姓名（性别）", "出生年月", "证件号码", "家庭住址及电话", "", "紧急联系人", "", "", "助餐"]
    lower = ["", "", "", "", "住址", "电话", "姓名", "关系", "电话", ""]
    outcomes: dict[int, str] = {}
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("汇总")
        sheet.merge_range(0, 0, 0, 9, "某某街道高龄独居老人一览表")
        sheet.write(1, 0, "填报单位：老龄办")
        for column, text in enumerate(upper):
            if column not in (4, 5, 6, 7, 8):
                sheet.merge_range(2, column, 3, column, text)
        sheet.merge_range(2, 4, 2, 5, upper[4])
        sheet.merge_range(2, 6, 2, 8, upper[6])
        for column in range(4, 9):
            sheet.write(3, column, lower[column])
        outcomes |= dict.fromkeys(range(1, 5), "skip")
        row, committee, in_section = 4, "", 0
        for at, elder in enumerate(people, start=1):
            if elder.committee != committee:
                if committee:
                    sheet.write_row(row, 0, ["", "小计", f"{in_section}人"])
                    outcomes |= {row + 1: "skip", row + 2: "skip"}
                    row += 2
                committee, in_section = elder.committee, 0
                sheet.merge_range(row, 0, row, 9, committee)
                outcomes[row + 1] = "skip"
                row += 1
            in_section += 1
            born = birth_of(elder)
            name = f"{name_of(elder)}（{sex_of(elder)}）" if elder.wrong != "no_name" else ""
            number = number_cell(elder)
            if isinstance(number, str) and at % 4 == 0:
                number = f"{number[:6]} {number[6:14]} {number[14:]}".strip()
            _write(sheet, row, [
                at, name, f"{born.year % 100}年{born.month}月" if at % 2 else f"{born.year}．{born.month}", number, f"上海市杨浦区{elder.lane}{elder.door}",
                f"{65000000 + at}/{elder.phone}", *elder.contact[:2], elder.contact[2], "每天" if at % 2 else "周一、周三",
            ])  # fmt: skip
            outcomes[row + 1] = elder.outcome
            row += 1
        sheet.write(row, 0, "注：本表由各居委会填写，加盖公章后报街道。")
        outcomes[row + 1] = "skip"
    return outcomes


def csv_layout(path: Path, people: list[Elder]) -> dict[int, str]:
    """A GB 18030 csv with headings that nobody knows: columns must be recognised by what they hold."""
    lines = ["甲列,乙列,丙列,丁列,戊列"]
    outcomes = {1: "skip"}
    for at, elder in enumerate(people, start=1):
        number = number_cell(elder)
        text = f"{number:.5E}" if isinstance(number, float) else number
        lines.append(",".join([f"{elder.lane}{elder.door}", sex_of(elder), name_of(elder), text, elder.phone]))
        outcomes[at + 1] = "ok" if elder.wrong == "birth_contradicts" else elder.outcome
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return outcomes


def _write(sheet, row: int, cells: list[object]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, float | int):
            sheet.write_number(row, column, cell)
        elif cell:
            sheet.write_string(row, column, cell)
