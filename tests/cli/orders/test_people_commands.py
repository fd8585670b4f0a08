"""`serai account` and `serai key`: a host comes in, makes others, gives and takes keys; who may do what."""

from __future__ import annotations

import io
import json
import sys

import pytest

from serai.cli import main
from serai.serve.trust import passwords

WORDS = "correct horse battery staple"


@pytest.fixture
def says(tmp_path, monkeypatch, capsys):
    """Say a command; what it printed, or the sentence by which it was refused."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(passwords, "COST", (2**4, 8, 1))
    assert main(["store", "init"]) == 0
    capsys.readouterr()

    def said(words: str, typed: str = "") -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(words.split())
        out, err = capsys.readouterr()
        if code:
            assert out == ""
            assert err.count("\n") == 1
            return str(err)
        return str(out + err)

    return said


def test_a_host_comes_in_and_makes_others(says):
    assert says("account list") == "there is no account: serai account first NAME@ORGANISATION\n"
    token, *rest = says("account first amina@SUPARCO").splitlines()
    assert token.startswith("serai-invitation-")
    assert rest[0] == "is the invitation of amina@SUPARCO, shown this once: by it the password is set"
    assert "of 12 to 200 characters, got 5" in says("account password", f"{token}\nshort\n")
    told = says("account password", f"{token}\n{WORDS}\n")
    assert "the password of amina@SUPARCO is set" in told
    assert WORDS not in told
    assert "this invitation is not valid" in says("account password", f"{token}\n{WORDS}\n")
    assert "there is an account already" in says("account first li@CNSA")
    says("account add omar@SUPARCO --role officer")
    lines = [line.split() for line in says("account list").splitlines()]
    assert lines[1:] == [["amina", "SUPARCO", "host", "open"], ["omar", "SUPARCO", "officer", "invited"]]
    assert says("account shut omar@SUPARCO") == "omar@SUPARCO: shut is done\n"
    assert says("account list").splitlines()[2].split()[-1] == "shut"
    says("account reopen omar@SUPARCO")
    says("account role omar@SUPARCO --role reader")
    assert json.loads(says("account list --json"))["accounts"][1] == {
        "organisation": "SUPARCO", "name": "omar", "role": "reader", "shut": False, "has_password": False,
    }  # fmt: skip
    assert json.loads(says("account invite omar@SUPARCO --json"))["invitation"].startswith(
        "serai-invitation-"
    )


def test_who_may_do_what_is_told_with_its_rule(says):
    says("account add omar@SUPARCO --role officer")
    assert says("account may omar@SUPARCO place order SUPARCO") == (
        "yes, by the rule 'order': officers place and cancel orders of their organisation's requests\n"
    )
    assert says("account may omar@SUPARCO place order CNSA") == (
        "no, by the rule 'none': no rule allows this: place order (others) as officer\n"
    )
    assert says("account may omar@SUPARCO see corridor").startswith("yes, by the rule 'common'")
    told = json.loads(says("account may omar@SUPARCO task asset CNSA --term T04 --json"))
    assert (told["allowed"], told["rule"]) == (True, "task")
    says("account shut omar@SUPARCO")
    assert says("account may omar@SUPARCO see corridor").startswith("no")


def test_every_rule_is_told_within_a_narrow_terminals_reach(says):
    told = says("account rules")
    assert told.endswith("what no rule names is refused\n")
    rules = json.loads(says("account rules --json"))["rules"]
    assert all(f"{one['rule']}: {one['says']}\n" in told for one in rules)


def test_a_key_is_shown_once_and_rotated_and_revoked(says):
    says("account add omar@SUPARCO --role officer")
    first = json.loads(says("key add omar@SUPARCO --scope read --scope order --days 30 --json"))
    assert first["token"].startswith("serai-key-")
    assert first["keys"][0]["scopes"] == ["order", "read"]
    listed = says("key list")
    assert first["key"] in listed
    assert first["token"] not in listed
    second = says(f"key rotate {first['key']} --now")
    assert "keep it now, it is not shown again" in second
    assert "ended" in says("key list")
    key = second.splitlines()[1].split()[3].rstrip(":")
    says(f"key revoke {key}")
    assert says("key list").count("ended") == 2
    assert json.loads(says("key list --json"))["token"] is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("account add omar", "expected NAME@ORGANISATION, got 'omar'"),
        ("account shut", "expected NAME@ORGANISATION, got ''"),
        ("account shut x@Y", "no account 'x' of 'Y'"),
        ("account add omar@S --role king", "no account can be given the role 'king' here; these can: "),
        ("account add omar@S --role visitor", "no account can be given the role 'visitor' here"),
        ("account may omar@SUPARCO place", "expected NAME@ORGANISATION ACTION KIND [OWNER]"),
        ("account may omar@SUPARCO fly order", "expected see, enter"),
        ("account may omar@SUPARCO place kite", "expected health, door"),
        ("key add", "expected NAME@ORGANISATION with add"),
        ("key add x@Y", "no account 'x' of 'Y'"),
        ("key add omar@SUPARCO --scope manage", "expected a scope of a key (answer, order, read"),
        ("key add omar@SUPARCO --days 400", "expected a key for more than 0 and up to 366 days, got 400"),
        ("key revoke nothing", "no key 'nothing'"),
    ],
)
def test_what_does_not_fit_is_one_sentence(says, words, sentence):
    says("account add omar@SUPARCO --role officer")
    assert says(words).startswith(f"serai: {sentence}")
