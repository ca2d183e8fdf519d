"""Why an operation on a room says no."""


class Refused(Exception):
    """The act cannot be done. `code` and `params` say why; the pages put them into words."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params
