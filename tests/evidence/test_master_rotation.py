"""A new master key: everything stays readable, also when the rotation is cut off at any point."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from balie.evidence import contents
from balie.evidence.contents import Why
from balie.evidence.core import Actor, MasterKey, Unsealable
from balie.evidence.models import ContentKey, Entry, Log
from balie.evidence.rotation import master, places
from balie.evidence.rotation.master import forget_master_before, rotate_master
from balie.evidence.secret_keys import NoSecret

ANNA = Actor(None, "Anna")


def put_away(noon, *names):
    """Store a word in each of these conversations; returns the id by conversation."""
    return {name: contents.store(7, name, [("text/plain", name.encode())], by=ANNA, now=noon)[0].id for name in names}


@pytest.fixture
def words(db, folder, noon, monkeypatch):
    monkeypatch.setattr(master, "_AT_ONCE", 3)
    return put_away(noon, *(f"c{number}" for number in range(10)))


def all_readable(words):
    return all(contents.open_content(own).content == name.encode() for name, own in words.items())


def test_after_a_rotation_everything_can_be_read_with_the_new_key_alone(words, folder, noon):
    old = (folder / "master-key").read_text()
    done = rotate_master(by=ANNA, now=noon)
    assert (done.handled, done.left) == (10, None)
    assert (folder / "master-key").read_text() != old == (folder / "master-key.before").read_text()
    (folder / "master-key.before").unlink()
    assert all_readable(words)
    assert set(ContentKey.objects.values_list("master", flat=True)) == {done.after}
    assert (folder / "master-key").stat().st_mode & 0o777 == 0o600


def test_a_rotation_is_put_down_in_the_log_of_the_organisation(words, noon):
    done = rotate_master(by=ANNA, now=noon)
    entry = Entry.objects.get(kind="master-key-rotated")
    assert entry.log.system == 0
    assert entry.body == {"before": done.before, "after": done.after, "rewrapped": 10}


@pytest.mark.parametrize("batches", [0, 1, 3])
def test_cut_off_in_the_middle_all_can_be_read_and_it_goes_on(words, folder, noon, monkeypatch, batches):
    with monkeypatch.context() as patched:
        patched.setattr(master, "wrap_some", partial(_stops_after, [batches], master.wrap_some))
        with pytest.raises(KeyboardInterrupt):
            rotate_master(by=ANNA, now=noon)
    assert ContentKey.objects.values("master").distinct().count() == (2 if batches else 1)
    assert all_readable(words)
    words |= put_away(noon, "in between")  # wrapped with the new one already
    done = rotate_master(by=ANNA, now=noon)
    assert done.handled == 10 - 3 * batches
    assert done.before != done.after
    (folder / "master-key.before").unlink()
    assert all_readable(words)


def _stops_after(left, wrap_some, fresh):
    if not left[0]:
        raise KeyboardInterrupt
    left[0] -= 1
    return wrap_some(fresh)


def test_cut_off_between_moving_the_files_all_can_be_read_and_it_goes_on(words, folder, noon):
    places.next_key(contents.masters().now, contents.masters().next)
    fresh = MasterKey(contents.masters().next.read())
    while master.wrap_some(fresh):
        pass
    (folder / "master-key").rename(folder / "master-key.before")
    assert all_readable(words)
    words |= put_away(noon, "in between")
    assert rotate_master(by=ANNA, now=noon).after == fresh.id
    (folder / "master-key.before").unlink()
    assert all_readable(words)


def test_the_key_from_before_goes_a_day_later_and_takes_in_what_came_late(words, folder, noon):
    old = MasterKey(bytes.fromhex((folder / "master-key").read_text()))
    rotate_master(by=ANNA, now=noon)
    moment = datetime.now(UTC)
    late = ContentKey.objects.order_by("pk").last()
    fresh = MasterKey(contents.masters().now.read())
    key = master.unwrap(fresh, bytes(late.wrapped), master.Whose(late.log.name, late.conversation))
    late.wrapped = master.wrap(old, key, master.Whose(late.log.name, late.conversation), b"n" * 12)
    late.master = old.id
    late.save()
    assert all_readable(words)
    assert (forget_master_before(moment), forget_master_before(moment + timedelta(days=2))) == (0, 1)
    assert not (folder / "master-key.before").exists()
    assert all_readable(words)


def test_erased_conversations_are_passed_over(words, noon):
    contents.erase(Log.objects.get(system=7), ["c1", "c2"], Why("request"), by=ANNA, now=noon)
    assert rotate_master(by=ANNA, now=noon).handled == 8


def test_a_wrapped_key_that_was_changed_stops_it_and_nothing_is_lost(words, folder, noon):
    ContentKey.objects.filter(conversation="c4").update(wrapped=b"\x01" + bytes(60))
    with pytest.raises(Unsealable):
        rotate_master(by=ANNA, now=noon)
    assert (folder / "master-key").exists()
    del words["c4"]
    assert all_readable(words)


def test_without_the_old_key_it_does_not_begin(words, folder, noon):
    (folder / "master-key").unlink()
    with pytest.raises(NoSecret):
        rotate_master(by=ANNA, now=noon)
    assert [file for file in folder.iterdir() if file.name.startswith("master-key")] == []


def test_with_keys_in_the_environment_it_asks_for_the_next_and_says_what_is_left(db, folder, settings, noon):
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_MASTER_KEY": "5a" * 32}
    words = put_away(noon, "c1")
    with pytest.raises(NoSecret, match="BALIE_MASTER_KEY_NEXT"):
        rotate_master(by=ANNA, now=noon)
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_MASTER_KEY": "5a" * 32, "BALIE_MASTER_KEY_NEXT": "5a" * 32}
    with pytest.raises(NoSecret, match="the same"):
        rotate_master(by=ANNA, now=noon)
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_MASTER_KEY": "5a" * 32, "BALIE_MASTER_KEY_NEXT": "6b" * 32}
    assert "BALIE_MASTER_KEY_NEXT" in rotate_master(by=ANNA, now=noon).left.nl
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_MASTER_KEY": "6b" * 32}
    assert all_readable(words)


def test_a_vault_in_which_nothing_lies_yet_can_have_a_new_key_too(db, folder, noon):
    assert rotate_master(by=ANNA, now=noon).handled == 0
    assert put_away(noon, "c1")
