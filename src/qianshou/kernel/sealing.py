"""Secrets at rest: AES-256-GCM with the algorithm named in each ciphertext, and an HMAC blind index for exact search.

The key file lies outside the database (mode 0600, 32 random bytes as hex). Whoever holds only a dump holds no ID number and no phone.
"""

import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALGORITHM = b"A1"  # AES-256-GCM, 12-byte nonce in front; SM4-GCM will be "S1"


class SealingError(Exception):
    """The key is missing or does not fit the ciphertext."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text and its blind index, ready for two columns."""

    sealed: bytes
    blind: bytes


NONCE_BYTES, NONCES_AT_ONCE = 12, 256


class Nonces:
    """Random nonces, drawn from the operating system many at a time: a call for each costs as much as the sealing itself."""

    def __init__(self) -> None:
        self._stock: list[bytes] = []
        # A child process must not go on with its parent's nonces: the same nonce twice under one key would give both texts away.
        os.register_at_fork(after_in_child=self._stock.clear)

    def take(self) -> bytes:
        """12 bytes that no other call in any process gets. Threads need no lock: taking one from a list is one step."""
        while True:
            try:
                return self._stock.pop()
            except IndexError:
                drawn = os.urandom(NONCE_BYTES * NONCES_AT_ONCE)
                self._stock.extend(drawn[at : at + NONCE_BYTES] for at in range(0, len(drawn), NONCE_BYTES))


_nonces = Nonces()


class Sealer:
    """Seals short texts under one key. Thread-safe."""

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise SealingError("the key must have 32 bytes")
        self._cipher = AESGCM(key)
        index_key = hmac.new(key, b"qianshou blind index", sha256).digest()
        self._index = hmac.new(index_key, None, sha256)  # copied for each text: making one anew costs three times as much

    def seal(self, text: str) -> bytes:
        """Ciphertext of a text; the empty text stays empty, so that "none" needs no key."""
        return self.seal_bytes(text.encode())

    def seal_bytes(self, data: bytes) -> bytes:
        """Ciphertext of bytes, 30 longer than they; nothing stays nothing."""
        if not data:
            return b""
        nonce = _nonces.take()
        return ALGORITHM + nonce + self._cipher.encrypt(nonce, data, ALGORITHM)

    def seal_and_index(self, text: str) -> Sealed:
        """Both columns of a text."""
        return Sealed(self.seal(text), self.blind(text))

    def open(self, sealed: bytes | memoryview | None) -> str:
        """The text again; raises SealingError when key and ciphertext do not fit."""
        return self.open_bytes(sealed).decode()

    def open_bytes(self, sealed: bytes | memoryview | None) -> bytes:
        """The bytes again; raises SealingError when key and ciphertext do not fit."""
        data = bytes(sealed or b"")
        if not data:
            return b""
        if data[:2] != ALGORITHM:
            raise SealingError(f"unknown algorithm {data[:2]!r}")
        try:
            return self._cipher.decrypt(data[2:14], data[14:], ALGORITHM)
        except Exception as error:
            raise SealingError("the key does not fit this ciphertext") from error

    def blind(self, text: str) -> bytes:
        """Blind index: 16 bytes, equal for equal texts, useless without the key; b"" for the empty text."""
        if not text:
            return b""
        index = self._index.copy()
        index.update(text.encode())
        return index.digest()[:16]


def new_key_file(path: Path) -> None:
    """Write a fresh key readable by its owner only; an existing file is left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(os.urandom(32).hex() + "\n")


@lru_cache(maxsize=4)
def sealer_from(path: str) -> Sealer:
    """The sealer for a key file, read once per process."""
    try:
        return Sealer(bytes.fromhex(Path(path).read_text().strip()))
    except (OSError, ValueError) as error:
        raise SealingError(f"no usable key at {path}: {error}") from error
