"""Refusals: every one carries the sentence that the person reads."""


class RefusedError(Exception):
    """An act was refused and nothing was written.

    ``sentence`` says what is wrong and what to do; ``field`` names the form field it belongs to, if any.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowedError(RefusedError):
    """The person may not do this here."""


class StaleError(RefusedError):
    """Somebody else changed the record since the form was opened."""


class RepeatedError(RefusedError):
    """The same form was sent twice."""


class RecordError(RefusedError):
    """A value breaks a rule of its record."""
