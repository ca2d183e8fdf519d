"""What a pack says of the appraisal is checked when it is read."""

import shutil

import pytest

from qianshou.packs import loader
from qianshou.packs.errors import PackError

WRONG = [
    ("appraisal.toml", "zero = 60", "zero = 98", "above zero"),
    ("appraisal.toml", 'kind = "evidence"', 'kind = "done"', "counts that already"),
    ("appraisal_marks.toml", 'code = "said_least"', 'code = "said_some"', "is missing on the scale"),
    ("appraisal_marks.toml", "percent = 50", "percent = 150", "at most 100"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), WRONG)
def test_a_mistake_is_said_with_its_file(tmp_path, file, old, new, words):
    copy = tmp_path / "yangpu"
    shutil.copytree(loader.ROOT / "yangpu", copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PackError, match=words) as error:
        loader.read_folder(copy)
    assert file in str(error.value)


def test_weights_add_up_to_a_hundred_and_three_questions_are_asked():
    pack = loader.load()
    assert sum(item.weight for item in pack.appraisal.values()) == 100
    assert sum(q.asked == "call" for q in pack.appraisal_questions.values()) == 3
