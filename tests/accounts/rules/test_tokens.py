"""The form of long-lived tokens and enrolment codes."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.tokens import REFRESH, TERMINAL, code_hash, code_text, enrolment_hash
from core.sealed import Sealed, secret_hash, unsealed

secrets = st.binary(min_size=32, max_size=32)


@given(st.uuids(), st.uuids(), secrets)
def test_a_token_says_whose_it_is(tenant: UUID, own: UUID, secret: bytes) -> None:
    sealed = Sealed(tenant, own, secret)
    read = unsealed(TERMINAL, sealed.text(TERMINAL))

    assert read == sealed
    assert read is not None
    assert read.proves(secret_hash(secret))
    assert not read.proves(secret_hash(secret + b"x"))
    assert unsealed(REFRESH, sealed.text(TERMINAL)) is None


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    assert unsealed(TERMINAL, text) is None
    assert unsealed(TERMINAL, TERMINAL + text) is None or len(text) >= 86


def test_a_code_counts_however_it_is_typed() -> None:
    tenant = UUID(int=7)

    assert code_text("ABCDEFGH") == "ABCD-EFGH"
    assert code_hash(tenant, "abcd efgh") == code_hash(tenant, "ABCD-EFGH")
    assert code_hash(tenant, "ABCDEFGH") != code_hash(UUID(int=8), "ABCDEFGH")


@given(st.text(), st.text(), st.text())
def test_an_enrolment_is_known_by_its_code_and_its_key(code: str, key: str, other: str) -> None:
    tenant = UUID(int=7)
    known_by = enrolment_hash(tenant, code, key)

    assert known_by == enrolment_hash(tenant, f" {code}-", key)
    assert (known_by == enrolment_hash(tenant, code, other)) == (key == other)
    assert known_by not in (enrolment_hash(tenant, f"{code}7", key), enrolment_hash(UUID(int=8), code, key))
    assert known_by != code_hash(tenant, code)
