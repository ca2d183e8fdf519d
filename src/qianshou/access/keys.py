"""The installation's key, for whoever seals: `seal`, `unseal`, `blind` under the key file of the settings."""

from django.conf import settings

from qianshou.kernel.sealing import Sealer, sealer_from


def sealer() -> Sealer:
    """The sealer of this installation (raises SealingError when the key file is missing)."""
    return sealer_from(str(settings.KEY_FILE))


def seal(text: str) -> bytes:
    """Ciphertext for a column."""
    return sealer().seal(text)


def unseal(data: bytes | memoryview | None) -> str:
    """Plain text of a column."""
    return sealer().open(data)


def blind(text: str) -> bytes:
    """Blind index for exact search."""
    return sealer().blind(text)
