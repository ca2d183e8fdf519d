"""Why a file is not read at all. Nothing is written when this is raised."""


class FileRefused(Exception):
    """A file that cannot be imported. `code` names the reason (texts in `exchange.words`), `params` fill its text in."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __reduce__(self) -> tuple:
        return _again, (self.code, self.params)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


def _again(code: str, params: dict[str, object]) -> FileRefused:
    return FileRefused(code, **params)
