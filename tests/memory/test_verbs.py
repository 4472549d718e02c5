"""Forms of verbs."""

import subprocess
import sys

from memory.verbs import lemmas, past_of, third_person_of


def test_a_word_may_be_a_form_of_several_verbs() -> None:
    assert lemmas("found") == ("find", "found")
    assert lemmas("item13") == ()


def test_the_forms_of_a_verb() -> None:
    assert third_person_of("fly") == ("flies",)
    assert past_of("find") == ("found",)


def test_the_tables_are_read_when_they_are_wanted_and_no_sooner() -> None:
    seen = "import sys; from memory import verbs; a = 'lemminflect' in sys.modules"
    seen += "; verbs.read_tables(); print(a, 'lemminflect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["False", "True"]
