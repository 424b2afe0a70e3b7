"""What is written to a file: whole, never over another, never over what is no file, and no more open than it was."""

import errno
import os
import stat
from pathlib import Path

import pytest

from balie.site.cli.output import save
from balie.site.cli.speech import Misuse


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_pipe_is_not_overwritten(tmp_path: Path) -> None:
    pipe = tmp_path / "uit.md"
    os.mkfifo(pipe)
    with pytest.raises(Misuse) as caught:
        save(pipe, "x", force=True)
    assert "geen gewoon bestand" in caught.value.text.nl
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


@pytest.mark.parametrize("target", ["/dev/null", "/dev"], ids=["a device", "a folder"])
def test_a_link_to_what_is_no_file_is_not_overwritten(tmp_path: Path, target: str) -> None:
    link = tmp_path / "uit.md"
    link.symlink_to(target)
    with pytest.raises(Misuse):
        save(link, "x", force=True)
    assert link.is_symlink()


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o644])
def test_a_file_that_is_overwritten_keeps_its_rights(tmp_path: Path, rights: int) -> None:
    path = tmp_path / "uit.md"
    path.write_text("oud")
    path.chmod(rights)
    save(path, "nieuw", force=True)
    assert (path.read_text(), mode(path)) == ("nieuw", rights)


def test_a_link_to_a_closed_file_is_not_replaced_by_an_open_one(tmp_path: Path) -> None:
    closed, link = tmp_path / "dicht.md", tmp_path / "uit.md"
    closed.write_text("oud")
    closed.chmod(0o600)
    link.symlink_to(closed)
    save(link, "nieuw", force=True)
    assert (link.read_text(), mode(link), closed.read_text()) == ("nieuw", 0o600, "oud")


def test_a_new_file_gets_the_usual_rights(tmp_path: Path) -> None:
    beside = tmp_path / "gewoon"
    beside.touch()
    save(tmp_path / "uit.md", "x", force=False)
    assert mode(tmp_path / "uit.md") == mode(beside)


def test_a_file_that_appears_while_we_write_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "uit.md"
    really = os.fsync

    def somebody_else_is_first(handle: int) -> None:
        path.write_text("van een ander")
        really(handle)

    monkeypatch.setattr(os, "fsync", somebody_else_is_first)
    with pytest.raises(Misuse) as caught:
        save(path, "x", force=False)
    assert "--force" in caught.value.text.nl
    assert path.read_text() == "van een ander"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_that_leads_nowhere_is_something_too(tmp_path: Path) -> None:
    link = tmp_path / "uit.md"
    link.symlink_to(tmp_path / "weg")
    with pytest.raises(Misuse):
        save(link, "x", force=False)
    assert link.is_symlink()


@pytest.mark.parametrize("taken", [False, True], ids=["a new file", "a file that is there"])
def test_on_a_disk_without_links_it_is_still_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    path = tmp_path / "uit.md"
    if taken:
        path.write_text("oud")
        with pytest.raises(Misuse):
            save(path, "nieuw", force=False)
    else:
        save(path, "nieuw", force=False)
    assert path.read_text() == ("oud" if taken else "nieuw")
    assert list(tmp_path.iterdir()) == [path]
