"""``--init``: a configuration to start from, in which nothing is set, and beside which nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tflint_ckpt import cli
from tflint_ckpt.config import find, load, parse_toml
from tflint_ckpt.config_keys import KEYS
from tflint_ckpt.settings import Settings

PROJECT = '[project]\nname = "x"  # ours\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def values(settings: Settings) -> dict[str, object]:
    placed = ("origin", "target_source", "root", "exclude_root", "nearest")
    return {name: getattr(settings, name) for name in Settings.__slots__ if name not in placed}


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status, and all that was printed."""
    status = cli.main(arguments)
    return status, "".join(capsys.readouterr())


def test_in_a_pyproject_it_goes_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text(PROJECT)
    assert told(capsys, "init") == (
        0,
        "[tool.tflint-ckpt] added at the end of pyproject.toml. "
        "All keys are comments: remove the # from what you want to set.\n",
    )
    text = Path("pyproject.toml").read_text()
    assert text.startswith(f"{PROJECT}\n[tool.tflint-ckpt]\n# ")
    assert parse_toml(text)["tool"] == {"tflint-ckpt": {}}
    assert not Path("tflint-ckpt.toml").exists()


def test_without_one_it_is_a_file_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "--init")[1].startswith("tflint-ckpt.toml written. ")
    assert values(load("tflint-ckpt.toml")) == values(Settings())


@pytest.mark.parametrize("name", ["pyproject.toml", "tflint-ckpt.toml"])
def test_every_key_is_there_and_can_be_switched_on(name: str) -> None:
    if name == "pyproject.toml":
        Path(name).write_text(PROJECT)
    cli.main(["init"])
    lines = Path(name).read_text().splitlines()
    commented = [line[2:] for line in lines if line.startswith("# ") and not line.endswith((":", ".md"))]
    head = [line for line in lines if not line.startswith("#")]
    Path(name).write_text("\n".join([*head, *commented]) + "\n")
    load(name)
    for key in KEYS:
        assert key.name == "extend" or any(line.lstrip("[").find(key.name) >= 0 for line in commented)


@pytest.mark.parametrize(
    ("before", "gap"),
    [(b"", b""), (b"a = 1", b"\n\n"), (b"a = 1\r\n", b"\r\n"), (b"\xef\xbb\xbfa = 1\n", b"\n")],
)
def test_the_bytes_that_are_there_stay(before: bytes, gap: bytes) -> None:
    Path("pyproject.toml").write_bytes(before)
    cli.main(["init"])
    after = Path("pyproject.toml").read_bytes()
    assert after.startswith(before + gap + b"[tool.tflint-ckpt]")
    assert (b"\r\n" in before) is (b"\r\n" in after)
    assert b"\n" not in after.replace(b"\r\n", b"") or b"\r\n" not in before


@pytest.mark.parametrize("text", ["tool = {}\n", "<<<<\n", "[tool]\nx = 1\n[tool.y]\n[[tool.z]]\n"])
def test_a_pyproject_that_takes_no_table_stays_as_it_is(text: str) -> None:
    Path("pyproject.toml").write_text(text)
    assert cli.main(["init"]) == 0
    if text.startswith("[tool]"):
        assert Path("pyproject.toml").read_text().startswith(text)
    else:
        assert Path("pyproject.toml").read_text() == text
        load("tflint-ckpt.toml")


@pytest.mark.parametrize(
    ("name", "text"), [("tflint-ckpt.toml", "# mine\n"), ("pyproject.toml", "[tool.tflint-ckpt]\n")]
)
def test_nothing_is_ever_overwritten(name: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(name).write_text(text)
    message = f"tflint-ckpt: error: {name} has a configuration already, which stays as it is\n"
    assert told(capsys, "init") == (2, message)
    assert Path(name).read_text() == text


def test_below_another_it_extends_that_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text('[tool.tflint-ckpt]\ntarget = "2.15"\n')
    Path("a/b").mkdir(parents=True)
    status, out = told(capsys, "init", "a/b")
    assert status == 0
    assert out.startswith("a/b/tflint-ckpt.toml written; it extends pyproject.toml, so that nothing changes.")
    assert find("a/b") == str(folder / "a" / "b" / "tflint-ckpt.toml")
    assert load("a/b/tflint-ckpt.toml").target == "2.15"


def test_a_folder_of_that_name_is_linted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("init").mkdir()
    assert told(capsys, "init") == (0, "tflint-ckpt: note: no files to check\n")


def test_it_takes_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    message = "tflint-ckpt: error: --init takes one folder, or none for the current one\n"
    assert told(capsys, "init", "gone") == told(capsys, "init", ".", ".") == (2, message)
