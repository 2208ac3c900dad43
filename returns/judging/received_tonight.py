"""Two files of a unit in one night: the later counts, and the school is told which one that was."""

from returns.judging.judged import JudgedFile
from schemas.form import FORMS


class ReceivedTonight:
    """The forms that came in this run, by unit: form code → name of the file that held it last."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, str]] = {}

    def note(self, judged: JudgedFile) -> None:
        """Add a finding (a note) for each earlier file of the night whose forms this one overtakes."""
        if judged.unit is None:
            return
        held = self._held.setdefault(judged.unit.code, {})
        overtaken: dict[str, list[str]] = {}
        for form in judged.forms:
            if form.held:
                continue
            earlier = held.get(form.form.code)
            if earlier is not None:
                overtaken.setdefault(earlier, []).append(form.form.code)
            held[form.form.code] = judged.shown_name
        for earlier, codes in overtaken.items():
            titles = "、".join(f"《{FORMS[code].title}》" for code in codes)
            judged.add("FIL-011", {"raw": earlier, "titles": titles})
