"""A new signing key: each log vouches for it with the old one, and what others verify goes on to hold."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.evidence.conftest import looked_through

from balie.evidence import heads, logs, service, signing
from balie.evidence.checking.findings import Fault
from balie.evidence.core import (
    Actor,
    Checkpoint,
    Frontier,
    Named,
    PublicKey,
    SecretKey,
    believed,
    open_checkpoint,
    sign_checkpoint,
)  # fmt: skip
from balie.evidence.models import Checkpoint as Kept
from balie.evidence.models import Entry, Log, SigningKey
from balie.evidence.rotation import signing as rotation
from balie.evidence.rotation.signing import forget_key_before, rotate_key
from balie.evidence.secret_keys import NoSecret
from balie.evidence.service import Subject

ANNA = Actor(None, "Anna")


@pytest.fixture
def several(db, folder, noon):
    """Three logs, each with an entry and a checkpoint."""
    for system in (0, 7, 8):
        change(system, noon)
    heads.checkpoint_what_grew(noon)
    return list(Log.objects.order_by("pk"))


def change(system, noon):
    if system:
        service.record("system-changed", by=ANNA, now=noon, subject=Subject("system", system, f"Systeem {system}"))
    else:
        service.record("invited", by=ANNA, now=noon, subject=Subject("account", 1, "Bo"))


def holds(log):
    """The look of `check_database`, over the connection of the test."""
    verdict = looked_through(log)
    assert verdict.holds, [one.line.en for one in verdict.findings]
    return verdict


def key_of_now(log):
    return signing.named(logs.key_name(log), signing.place().read()).public


def test_each_log_vouches_for_the_new_key_with_the_old_one_and_then_retires_it(several, noon):
    old = key_of_now(several[0])
    done = rotate_key(because="Anna ging weg", by=ANNA, now=noon)
    fresh = key_of_now(several[0])
    assert (done.before, done.after, done.handled, done.left) == (old.id.hex(), fresh.id.hex(), 3, None)
    for log in several:
        told = Entry.objects.filter(log=log, kind__startswith="key-").order_by("sequence")
        assert [(entry.kind, entry.body) for entry in told] == [
            ("key-added", {"key": fresh.text}),
            ("key-retired", {"key": old.text, "because": "Anna ging weg"}),
        ]
        vouching, last = Kept.objects.filter(log=log).order_by("size")[1:]
        assert open_checkpoint(vouching.note, [old], log=log.name).size == told[0].sequence + 1
        assert open_checkpoint(last.note, [fresh], log=log.name).size == told[1].sequence + 1
        assert holds(log).heads == 3
        assert signing.believed_by(log) == [fresh]
    assert [key.retired_at is None for key in SigningKey.objects.order_by("pk")] == [False, True]


def test_afterwards_the_new_key_signs_old_logs_and_new_ones(several, noon):
    rotate_key(by=ANNA, now=noon)
    for system in (7, 9):
        change(system, noon)
    heads.checkpoint_what_grew(noon)
    for log in Log.objects.all():
        note = Kept.objects.filter(log=log).order_by("-size")[0].note
        assert open_checkpoint(note, [key_of_now(log)], log=log.name)
        holds(log)


def test_twice_is_fine_too(several, noon):
    for _ in range(2):
        rotate_key(by=ANNA, now=noon)
    assert [holds(log).heads for log in several] == [5, 5, 5]
    assert SigningKey.objects.filter(retired_at=None).count() == 1


def cut_off_after(step, noon, monkeypatch):
    """Rotate, and stop before the step with this number: three logs, twice, and then the files."""
    left = [step]

    def stopping(work):
        def one(*given, **more):
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            return work(*given, **more)

        return one

    with monkeypatch.context() as patched:
        for name in ("vouch_for", "retire_others", "move_up"):
            patched.setattr(rotation, name, stopping(getattr(rotation, name)))
        with pytest.raises(KeyboardInterrupt):
            rotate_key(by=ANNA, now=noon)


@pytest.mark.parametrize("step", range(7))
def test_cut_off_anywhere_every_log_is_signed_with_a_key_it_believes_and_it_goes_on(
    several, folder, noon, monkeypatch, step
):
    cut_off_after(step, noon, monkeypatch)
    for system in (0, 7, 8, 9):
        change(system, noon)
    heads.checkpoint_what_grew(noon)
    for log in Log.objects.all():
        holds(log)
    rotate_key(by=ANNA, now=noon)
    for log in Log.objects.all():
        holds(log)
        assert signing.believed_by(log) == [key_of_now(log)]
        assert Entry.objects.filter(log=log, kind="key-added").count() <= 1


def test_cut_off_between_moving_the_files_it_goes_on(several, folder, noon, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(rotation, "move_up", lambda now, *_: now.file.rename(folder / "signing-key.before") and None)
        rotate_key(by=ANNA, now=noon)
    assert not (folder / "signing-key").exists()
    change(7, noon)
    heads.checkpoint_what_grew(noon)
    rotate_key(by=ANNA, now=noon)
    for log in several:
        holds(log)
        assert signing.believed_by(log) == [key_of_now(log)]


def test_the_key_from_before_goes_a_day_later_and_vouches_in_a_log_that_came_late(several, folder, noon):
    before = (folder / "signing-key").read_text()
    rotate_key(by=ANNA, now=noon)
    fresh = (folder / "signing-key").read_text()
    (folder / "signing-key").write_text(before)
    change(9, noon)  # opened by a program that had just read the old key
    (folder / "signing-key").write_text(fresh)
    heads.checkpoint_what_grew(noon)
    holds(Log.objects.get(system=9))
    moment = datetime.now(UTC)
    assert (forget_key_before(moment), forget_key_before(moment + timedelta(days=2))) == (0, 1)
    assert not (folder / "signing-key.before").exists()
    for log in Log.objects.all():
        holds(log)
        assert signing.believed_by(log) == [key_of_now(log)]


def test_a_key_that_was_swapped_by_hand_signs_nothing(several, folder, noon):
    (folder / "signing-key").write_text("ab" * 32)
    change(7, noon)
    with pytest.raises(NoSecret, match="does not know the key") as told:
        heads.checkpoint_what_grew(noon)
    assert "rotate-key" in told.value.message.nl
    assert Kept.objects.count() == 3


def test_a_checkpoint_of_a_retired_key_is_not_believed(several, folder, noon):
    old = signing.secret_key(logs.key_name(several[1]))
    rotate_key(by=ANNA, now=noon)
    change(7, noon)
    log = Log.objects.get(system=7)
    root = Frontier.from_bytes(log.size, bytes(log.frontier)).root()
    Kept.objects.create(
        log=log, size=log.size, note=sign_checkpoint(Checkpoint(log.name, log.size, root), [old]), made_at=noon
    )
    verdict = looked_through(log)
    assert {one.fault for one in verdict.findings} == {Fault.SIGNATURE}


def test_a_new_key_that_no_old_one_vouched_for_is_not_believed(several, folder, noon):
    """Whoever can write entries but has not the key cannot bring in one of their own."""
    log = several[1]
    forged = SecretKey(logs.key_name(log), b"f" * 32)
    rotation._put_down("key-added", log, {"key": forged.public.text}, ANNA, noon)
    log.refresh_from_db()
    root = Frontier.from_bytes(log.size, bytes(log.frontier)).root()
    Kept.objects.create(
        log=log, size=log.size, note=sign_checkpoint(Checkpoint(log.name, log.size, root), [forged]), made_at=noon
    )
    verdict = looked_through(log)
    assert {one.fault for one in verdict.findings} == {Fault.SIGNATURE}


def test_with_keys_in_the_environment_it_asks_for_the_next_and_says_what_is_left(db, folder, settings, noon):
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_SIGNING_KEY": "5a" * 32}
    change(7, noon)
    with pytest.raises(NoSecret, match="BALIE_SIGNING_KEY_NEXT"):
        rotate_key(by=ANNA, now=noon)
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_SIGNING_KEY": "5a" * 32, "BALIE_SIGNING_KEY_NEXT": "6b" * 32}
    assert "BALIE_SIGNING_KEY_NEXT" in rotate_key(by=ANNA, now=noon).left.nl
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_SIGNING_KEY": "6b" * 32}
    change(7, noon)
    heads.checkpoint_what_grew(noon)
    holds(Log.objects.get(system=7))


def test_without_logs_there_is_nothing_to_do(db, folder, noon):
    assert rotate_key(by=ANNA, now=noon) is None


A, B, C = (PublicKey("x", bytes([number]) * 32) for number in (1, 2, 3))
TOLD = [
    Named(0, "log-opened", A), Named(4, "key-added", B), Named(9, "key-retired", A), Named(12, "key-added", C),
    Named(15, "key-retired", B),
]  # fmt: skip


@pytest.mark.parametrize(
    ("covered", "keys"),
    [
        pytest.param(0, [A], id="no checkpoint yet"),
        pytest.param(4, [A], id="up to the new key"),
        pytest.param(5, [A, B], id="over the new key"),
        pytest.param(9, [A, B], id="up to where the old one is retired"),
        pytest.param(10, [B], id="over that"),
        pytest.param(13, [B, C], id="over another"),
        pytest.param(99, [C], id="over everything"),
    ],
)
def test_which_keys_count(covered, keys):
    assert believed(TOLD, covered) == keys
