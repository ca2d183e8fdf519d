"""Compiling translations: what changed, whole or not at all; a mistake keeps the old words."""

import gettext
import os

import pytest

from qianshou import words

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def po(tmp_path):
    file = tmp_path / "room" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(HEAD + 'msgid "Due"\nmsgstr "待办"\n')
    return file


def said(po):
    with po.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Due")


def test_compile_only_what_changed(tmp_path, po):
    assert words.compile_stale(tmp_path) == (1, [])
    assert said(po) == "待办"
    assert words.compile_stale(tmp_path) == (0, [])


def test_mistake_keeps_the_old_words(tmp_path, po):
    words.compile_stale(tmp_path)
    po.write_text(HEAD + 'msgid "Due"\nmsgid_plural "Dues"\nmsgstr[0] "应办"\nmsgstr[1] "应办们"\n')
    os.utime(po, (2e9, 2e9))
    done, wrong = words.compile_stale(tmp_path)
    assert done == 0 and len(wrong) == 1 and str(po) in wrong[0]
    assert said(po) == "待办"
