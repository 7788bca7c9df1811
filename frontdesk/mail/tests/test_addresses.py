"""Addresses as people write them, taken apart."""

from email.utils import parseaddr

import pytest

from frontdesk.mail.addresses import bare_address, known_address, split_address, write_address

WRITTEN = [
    ("Ana@People.test", "", "Ana@People.test"),
    ("Ana <Ana@People.test>", "Ana", "Ana@People.test"),
    ('"Doe, Jane" <jane@x.test>', "Doe, Jane", "jane@x.test"),
    ("Núñez “Co.” <n@x.test>", "Núñez “Co.”", "n@x.test"),
    ('"a@b" <c@d.test>', "a@b", "c@d.test"),
    ("  Ana   <ana@x.test> ", "Ana", "ana@x.test"),
]


@pytest.mark.parametrize(("text", "name", "address"), WRITTEN)
def test_name_and_address(text: str, name: str, address: str) -> None:
    assert split_address(text) == parseaddr(text) == (name, address)
    assert (bare_address(text), known_address(text)) == (address, address.lower())
    assert split_address(write_address(name, address)) == (name, address)


@pytest.mark.parametrize("text", ["", "Ana", "Ana <>", "a@b@c.test"])
def test_what_is_no_address_is_known_as_none(text: str) -> None:
    assert known_address(text) == ""
