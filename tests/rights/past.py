"""A whole past for one person, every value of it a mark: rows in all tables, an account, a phone, books, papers, volumes, workbooks, a merge."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import xlsxwriter
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from qianshou.access.models import Device, LogEntry, RoleAssignment
from qianshou.access.operations import add_user, assign_role
from qianshou.acts.models import Act, ActConflict, UnreadableAct
from qianshou.booklets.operations import bind_month, bind_waiting, bind_year, bind_year_waiting
from qianshou.care.models import Visit
from qianshou.exchange import operations as exchange
from qianshou.exchange.models import ReviewCase
from qianshou.kernel.clock import local_date
from qianshou.ledger import operations as ledger
from qianshou.notify.models import Notice
from qianshou.people.models import Contact, Person, SpareKey
from qianshou.people.operations import set_phones
from qianshou.people.operations.finding import refresh_found_as
from qianshou.people.operations.papers import keep_paper
from qianshou.people.operations.sealing import seal_history
from qianshou.people.personal import OTHERS, history_of, model_of, tables
from qianshou.watch import operations as watch
from tests.cast import DAY, LONG_AGO, NOON, elder
from tests.rights.filled import Filler, Marks, fill

NUMBER, PHONE = "310110193504022947", "13899990001"


class Past:
    """The person, and what was written about them."""

    def __init__(self, cast) -> None:
        self.cast, self.marks = cast, Marks()
        new = self.marks.new
        self.person = elder(
            cast.street, cast.huaide, new("people.Person.name"), cast.lane, new("people.Person.door"), DAY.replace(year=1935), NUMBER, NOON
        )
        self.person.file.delete()
        self.filler = Filler(Person.objects.get(pk=self.person.pk), cast.street, cast.huaide, cast.officer, self.marks, cast.elsewhere)
        self.left = fill(self.filler)
        refresh_found_as(self.person.pk)
        set_phones(person=Person.objects.get(pk=self.person.pk), version=1, numbers=[PHONE], now=NOON)
        self.name = self.person.name
        for write in (self.changes, self.account, self.phone, self.books, self.words_of_others, self.paper, self.volumes, self.workbook):
            write()

    def changes(self) -> None:
        """Every column of a table whose changes are kept gets another mark: the first lies in the history, half of it sealed."""
        for round_ in range(2):
            for table in tables():
                model = model_of(table)
                if table.how is OTHERS or history_of(model) is None or model not in self.filler.made:
                    continue
                row = self.filler.made[model]
                if not model._default_manager.filter(pk=row.pk).exists():  # other telephones took its place
                    continue
                columns = [c for c in table.kinds if c not in ("name", "living", "status") and not model._meta.get_field(c).is_relation]
                values = {c: marked for c in columns if (marked := self.filler.mark(model._meta.get_field(c))) is not None}
                if values:
                    model._default_manager.filter(pk=row.pk).update(**values)
            if round_ == 0:
                seal_history(now=NOON)

    def account(self) -> None:
        """They are a volunteer with an account, signed in, who mistyped the password."""
        new = self.marks.new
        user = add_user(username=new("access.User.username"), display_name=new("access.User.display_name"), password="x" * 12, now=NOON)
        assign_role(user=user, role="volunteer", since=LONG_AGO, now=NOON, street_id=self.cast.street.pk)
        user.email = f"{new('access.User.email')}@example.org"
        user.save()
        Person.objects.filter(pk=self.person.pk).update(user=user)
        self.user = user
        session = SessionStore()
        session["_auth_user_id"], session["search"] = str(user.pk), new("sessions.Session")
        session.save()
        for label in ("axes.AccessAttempt", "axes.AccessFailureLog", "axes.AccessLog"):
            model = apps.get_model(label)
            more = {"failures_since_start": 1, "get_data": "", "post_data": new(label)} if label == "axes.AccessAttempt" else {}
            model.objects.create(username=user.username, user_agent=new(label), ip_address="10.0.0.9", path_info="/", http_accept="x", **more)
        Notice.objects.create(user=user, street=self.cast.street, code="alert", params={"name": new("notify.Notice.params")}, made_at=NOON)

    def phone(self) -> None:
        """What was tapped at their door, and on their own phone."""
        new, street = self.marks.new, self.cast.street
        mine = Device.objects.create(user=self.user, street=street, token_hash="t" * 64, label=new("access.Device.label"), bound_at=NOON)
        visit = self.filler.made[Visit]
        sent = {"device": mine, "user": self.cast.tan.person.user, "street": street, "made_at": NOON, "received_at": NOON, "content_hash": "0" * 64}
        act = Act.objects.create(id=uuid4(), seq=1, kind="note", payload={"visit": visit.pk, "text": new("acts.Act.payload")}, body={"payload": new("acts.Act.body")}, **sent)
        ActConflict.objects.create(act=act, device=mine, received_at=NOON, body={"text": new("acts.ActConflict.body")}, content_hash="1" * 64)
        UnreadableAct.objects.create(device=mine, street=street, received_at=NOON, code="shape", body=new("acts.UnreadableAct.body"), body_hash="2" * 64)
        for target, pk in (("person", self.person.pk), ("visit", visit.pk)):
            LogEntry.objects.create(at=NOON, act="x.changed", street_id=street.pk, target=target, target_id=str(pk), detail={"reason": new(f"log of {target}"), "fields": ["name"]})

    def books(self) -> None:
        """Meal money paid and paid back."""
        same = {"street_id": self.cast.street.pk, "unit": "fen", "now": NOON}
        mine = ledger.open_account(code="meals", name="Meals", person_id=self.person.pk, **same)
        till = ledger.open_account(code="till", name="Till", kind="outside", **same)
        told = {"receipt": self.marks.new("ledger.Transaction.params")}
        ledger.post(source="paid:1", lines=[(mine.pk, 1200), (till.pk, -1200)], happened_on=DAY, text="Paid in (%(receipt)s)", params=told, now=NOON)
        ledger.issue_receipt(source="paid:1", person_id=self.person.pk, payer=self.marks.new("ledger.Receipt.payer"), now=NOON, by_id=None)
        ledger.reverse(source="paid:1", happened_on=DAY, reason=self.marks.new("ledger reason"), now=NOON)
        ledger.post(source="paid:2", lines=[(mine.pk, 900), (till.pk, -900)], happened_on=DAY, text="Paid in", now=NOON)
        self.mine = mine

    def words_of_others(self) -> None:
        """Neighbours whose files name them."""
        lu, new = self.cast.lu, self.marks.new
        Contact.objects.create(elder=lu, name=self.name, relation="邻居", note=new("note of another's contact"), person=self.person)
        Contact.objects.filter(elder=lu, person=self.person).update(position=3)  # and an old row names them too
        SpareKey.objects.create(elder=lu, holder_name=self.name, holder=self.person, since=LONG_AGO)
        watch.report_concern(
            street_id=self.cast.street.pk, person_id=lu.pk, by_id=self.cast.desk.pk, text=f"和{self.name}吵架", severity=1, made_at=NOON, received_at=NOON, now=NOON
        )

    def paper(self) -> None:
        """A signature, sealed on the disk."""
        data = b"\x89PNG\r\n\x1a\n" + self.marks.new("bytes of a paper").encode()
        keep_paper(person_id=self.person.pk, kind="signature", name=self.marks.new("people.Paper.name"), data=data, now=NOON, by_id=None)

    def volumes(self) -> None:
        """Their form is bound in the volume of the committee, their line in that of the year; earlier bindings lie beside."""
        month, street = DAY.replace(day=1), self.cast.street
        for words in (None, self.marks.new("words of a volume")):
            if words:
                watch.report_concern(street_id=street.pk, person_id=self.person.pk, by_id=None, text=words, severity=1, made_at=NOON, received_at=NOON, now=NOON)
            bind_month(street_id=street.pk, month=month, by_id=None, now=NOON)
            bind_waiting(street_id=street.pk, month=month, language="zh-hans", now=NOON)
            bind_year(street_id=street.pk, year=month, by_id=None, now=NOON)
            bind_year_waiting(street_id=street.pk, year=month, language="zh-hans", now=NOON)

    def workbook(self) -> None:
        """They came once more in a workbook, under another name and number; the two files were merged. A third row was never written."""
        path = settings.DATA_DIR / "register.xlsx"
        new = self.marks.new
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            rows = [
                ["姓名", "性别", "身份证号", "联系电话", "居委会", "家庭住址", "居住情况", "备注"],
                [new("workbook name"), "女", "310110193805122627", "13899990002", "怀德居委会", f"怀德路454弄{new('workbook door')}", "独居", new("workbook remark")],
                ["张美丽", "女", "310110194002022921", "13899990003", "怀德居委会", "怀德路454弄9号", "独居", "好"],
            ]
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
        same = {"street_id": self.cast.street.pk, "kind": "register", "now": NOON, "by_id": self.cast.officer.pk}
        batch = exchange.receive_file(file_name=f"{self.name}.xlsx", pieces=[path.read_bytes()], **same)
        path.unlink()
        exchange.preview_batch(batch_id=batch.pk, now=NOON)
        batch.refresh_from_db()
        assert batch.state == "read", batch.error
        exchange.start_applying(batch=batch, now=NOON)
        exchange.apply_batch(batch_id=batch.pk, now=NOON)
        twin = Person.objects.get(street=self.cast.street, import_rows__row=2)
        case = ReviewCase.objects.create(street=self.cast.street, person=twin, other_id=self.person.pk, fingerprint="same", reasons=[], made_at=NOON)
        exchange.merge_files(case_id=case.pk, take_from_later=["remarks"], now=NOON + timedelta(minutes=1), by_id=self.cast.officer.pk)
        exchange.seal_rows(now=NOON)
        self.twin, self.batch = twin, batch


def roles_of(past: Past) -> int:
    """Roles still held by their account."""
    return RoleAssignment.objects.filter(user=past.user, until__isnull=True).count()


def today():
    """The office's day in these tests."""
    return local_date(NOON)
