"""The one door to the bytes of papers: sealed with the person's key on the way to the disk, opened on the way back."""

import hashlib
from pathlib import Path

from django.conf import settings

from qianshou.kernel.sealing import SealingError

from . import vault
from .models import Paper

FOLDER = "papers"
MOST_BYTES = 10 * 1024 * 1024
_BEGINS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "application/pdf": b"%PDF-"}


class PaperRefused(ValueError):
    """Bytes that are no paper. `code`: empty | too_big | kind (neither PNG nor JPEG nor PDF)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def media_type_of(data: bytes) -> str:
    """PNG, JPEG or PDF by how the bytes begin: a name may say anything. PaperRefused for anything else."""
    if not data:
        raise PaperRefused("empty")
    if len(data) > MOST_BYTES:
        raise PaperRefused("too_big")
    for media_type, begin in _BEGINS.items():
        if data.startswith(begin):
            return media_type
    raise PaperRefused("kind")


def file_of(paper: Paper) -> Path:
    """Where the sealed bytes lie."""
    return settings.DATA_DIR / paper.path


def read(paper: Paper) -> bytes:
    """The paper's bytes. SealingError when the key was destroyed or the file is not what was kept; OSError when it is gone."""
    sealed = file_of(paper).read_bytes()
    if hashlib.sha256(sealed).hexdigest() != paper.sha256:
        raise SealingError("the file of this paper is not what was kept")
    return vault.sealer_of(paper.key).open_bytes(sealed)
