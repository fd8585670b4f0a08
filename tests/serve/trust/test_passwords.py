"""Passwords: hashed by scrypt at a cost that is stated, weak ones refused in a sentence."""

from __future__ import annotations

import hashlib
from base64 import b64decode

import pytest

from serai.serve.trust.passwords import COST, MEMORY_B, WeakPassword, fits, password_hash, refuse_weak

STATED = COST  # the cost of the module, before the tests' cheap one


def test_the_cost_is_one_that_owasp_names_and_fits_the_memory_allowed():
    n, r, p = STATED
    assert STATED == (32_768, 8, 3)
    assert 128 * r * (n + p + 2) < MEMORY_B
    hashlib.scrypt(b"x", salt=b"y" * 16, n=n, r=r, p=p, maxmem=MEMORY_B, dklen=32)  # OpenSSL agrees


def test_what_is_kept_is_scrypt_of_the_password_with_a_salt_of_its_own():
    kept, other = password_hash("correct horse battery"), password_hash("correct horse battery")
    assert kept != other
    name, n, r, p, salt, made = kept.split("$")
    assert name == "scrypt"
    assert len(b64decode(salt)) == 16
    again = hashlib.scrypt(
        b"correct horse battery", salt=b64decode(salt), n=int(n), r=int(r), p=int(p), dklen=32
    )
    assert again == b64decode(made)
    assert fits("correct horse battery", kept)
    assert fits("correct horse battery", other)
    assert not fits("correct horse batterz", kept)
    assert not fits("", kept)


@pytest.mark.parametrize(
    "kept", ["", "scrypt$1", "scrypt$a$b$c$d$e", "scrypt$16$8$1$!!$!!", "md5$1$1$1$a$b$c"]
)
def test_a_hash_that_is_none_fits_nothing(kept):
    assert not fits("", kept)
    assert not fits("correct horse battery", kept)


def test_one_password_typed_in_two_ways_is_one():
    assert fits("Stra\u00dfe am Fl\u00fc\u00dfchen", password_hash("Stra\u00dfe am Flu\u0308\u00dfchen"))


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("elevenchars", "expected a password of 12 to 200 characters, got 11"),
        ("x" * 201, "expected a password of 12 to 200 characters, got 201"),
        ("aaabbbcccaaabbbccc", "that password is guessed at once"),
        ("Amina1234567", "that password is guessed at once"),
        ("20260822202608", "more than its owner's name, digits or a few letters"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_in_a_sentence(password, says):
    with pytest.raises(WeakPassword, match=says):
        refuse_weak(password, "amina")


def test_the_bounds_of_the_length_are_allowed():
    refuse_weak("abcdefghijkl", "amina")
    refuse_weak("abcd" * 50, "amina")
