"""What the tags of our own mail are worth: answered with the keys, which stay here and never reach a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from whosent.auth import batv, named
from whosent.auth.keyring import Keyring
from whosent.model.question import Answer, Answers, NotObserved, Observed, Question


class TagAnswers:
    """Answers questions of the topics `tag` (an address and a day) and `named` (a Message-ID and its author)."""

    def __init__(self, keyring: Keyring) -> None:
        self._secrets = keyring.secrets

    def __call__(self, questions: Sequence[Question], seconds: float) -> Answers:
        """One value: what it is worth. None: there is no tag."""
        return {question: self._answer(question) for question in questions}

    def _answer(self, question: Question) -> Answer:
        what, _, of = question.name.rpartition("\t")
        if question.topic == "named":
            return Observed((named.verify(what, of, self._secrets),))
        if not of.isdecimal():
            return NotObserved("no line says on which day it came")
        worth = batv.verify(what, self._secrets, int(of))
        return Observed((worth,) if worth is not None else ())
