"""A mistake in a data file, said so that the person who edits the file can mend it."""

from pathlib import Path


class PackError(ValueError):
    """Names file, line and field: "yangpu/services.toml:42: minutes: must be a whole number from 5 to 480, not 'abc'"."""

    def __init__(self, path: Path, line: int | None, field: str, message: str) -> None:
        self.path, self.line, self.field, self.message = path, line, field, message
        where = f"{path.parent.name}/{path.name}" + (f":{line}" if line else "")
        super().__init__(f"{where}: {field}: {message}" if field else f"{where}: {message}")
