"""PINs and passwords are kept as argon2id hashes of a fair cost."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from core import hashing


@pytest.fixture
def in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_HASHER", PasswordHasher(hashing.PASSES, hashing.MEMORY_KIB, parallelism=1))


@pytest.mark.usefixtures("in_earnest")
def test_a_hash_costs_no_less_than_owasp_asks() -> None:
    parameters = extract_parameters(hashing.hash_of("4071"))

    assert parameters.memory_cost >= 19_456
    assert parameters.time_cost >= 2


@pytest.mark.usefixtures("in_earnest")
def test_only_the_same_secret_matches_and_no_two_hashes_are_alike() -> None:
    kept = hashing.hash_of("4071")

    assert kept != hashing.hash_of("4071")
    assert hashing.verify(kept, "4071")
    assert not hashing.verify(kept, "4072")
    assert not hashing.verify("no hash at all", "4071")


def test_with_nothing_kept_as_much_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    honest = hashing._matches
    monkeypatch.setattr(
        hashing, "_matches", lambda kept, secret: looked_at.append(kept) or honest(kept, secret)
    )

    assert not hashing.verify(None, "nobody's")
    assert len(looked_at) == 1
    assert looked_at[0].startswith("$argon2id$")


def test_a_hash_of_lesser_cost_is_made_again() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash("4071")

    assert hashing.is_outdated(cheap)
    assert not hashing.is_outdated(hashing.hash_of("4071"))
