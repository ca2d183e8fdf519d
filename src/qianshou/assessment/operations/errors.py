"""Why an act of the assessments says no."""


class Refused(Exception):
    """It cannot be done. `code` and `params` say why; `words.refusal` puts them into words."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Changed(Exception):
    """Somebody else has written to the form meanwhile; nothing was lost and nothing was written."""
