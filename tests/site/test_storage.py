"""The data folder is for one account: opened too far it is closed, and when others own or share it Balie stays down."""

import os
import stat

import pytest

from balie.site import serve, storage


@pytest.fixture
def folder(tmp_path):
    """A data folder in use, which somebody opened to everyone."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in (storage.KEY_FILE, storage.DATABASE_FILE, f"{storage.DATABASE_FILE}-wal", "notes.txt"):
        (folder / name).write_text("a key long enough", encoding="ascii")
        (folder / name).chmod(0o666)
    folder.chmod(0o777)
    return folder


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def _prepare(folder):
    return storage.prepare({"BALIE_DATA": str(folder)})


def test_what_stood_open_is_closed_to_others(folder):
    _prepare(folder)
    assert _mode(folder) == 0o700
    own = (storage.KEY_FILE, storage.DATABASE_FILE, f"{storage.DATABASE_FILE}-wal")
    assert [_mode(folder / name) for name in own] == [0o600] * 3


def test_files_that_are_not_of_balie_are_left_alone(folder):
    _prepare(folder)
    assert _mode(folder / "notes.txt") == 0o666


def test_what_is_stricter_already_stays_so(folder):
    (folder / storage.KEY_FILE).chmod(0o400)
    _prepare(folder)
    assert _mode(folder / storage.KEY_FILE) == 0o400


@pytest.mark.parametrize("name", [".", storage.KEY_FILE, storage.DATABASE_FILE])
def test_what_belongs_to_another_account_is_refused_and_nothing_is_changed(folder, monkeypatch, name):
    theirs = (folder / name).stat().st_ino
    real = type(folder).stat

    def looked_at(path, **more):
        seen = real(path, **more)
        return os.stat_result([*seen[:4], os.geteuid() + 1, *seen[5:]]) if seen.st_ino == theirs else seen

    monkeypatch.setattr(type(folder), "stat", looked_at)
    with pytest.raises(storage.NotPrivate) as refused:
        _prepare(folder)
    assert str(folder / name) in refused.value.message.nl
    assert str(folder / name) in refused.value.message.en
    assert "BALIE_DATA" in refused.value.message.nl
    assert _mode(folder) == 0o777


def test_a_folder_that_everybody_shares_is_refused_and_not_closed(tmp_path):
    tmp_path.chmod(0o1777)
    with pytest.raises(storage.NotPrivate) as refused:
        _prepare(tmp_path)
    assert "BALIE_DATA" in refused.value.message.nl
    assert _mode(tmp_path) == 0o1777
    assert list(tmp_path.iterdir()) == []


def test_the_start_is_refused_with_that_reason(tmp_path, monkeypatch):
    tmp_path.chmod(0o1777)
    monkeypatch.setenv("BALIE_DATA", str(tmp_path))
    before = os.umask(0o022)
    try:
        with pytest.raises(serve.CannotServe) as refused:
            serve.prepare(demo=False)
    finally:
        os.umask(before)
    assert str(tmp_path) in refused.value.message.nl
    assert str(tmp_path) in refused.value.message.en
