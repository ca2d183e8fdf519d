"""Why an act of the time bank is refused."""


class Refused(Exception):
    """The act cannot be done; nothing was written. `code` and `params` say why; the page puts them into words."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params
