"""Arguments to files."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tflint_ckpt.files import collect
from tflint_ckpt.settings import DEFAULT_EXCLUDE, ConfigError, Settings


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def make(*paths: str) -> None:
    """Empty files at *paths*."""
    for path in paths:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        Path(path).touch()


def write(path: str, text: str) -> None:
    make(path)
    Path(path).write_text(text, encoding="utf-8")


def files(*paths: str, exclude: tuple[str, ...] = DEFAULT_EXCLUDE, root: str | None = None) -> str:
    settings = Settings()
    settings.exclude, settings.exclude_root = exclude, root
    collected = collect(paths, settings)
    assert collected.problems == []
    return " ".join(collected.files)


def test_a_folder_is_walked_in_order_of_path() -> None:
    make("b.py", "a/z.py", "a.py", "a/b/c.pyi", "a-b.py")
    assert files(".") == "a-b.py a.py a/b/c.pyi a/z.py b.py"


def test_a_walk_takes_python_and_notebooks_only() -> None:
    make("a.py", "b.PY", "c.py.bak", "d.txt", "py", "e.pyc", "f.cfg", "g.pyi", "h.ipynb", "i.ipynb.json")
    assert files(".") == "a.py g.pyi h.ipynb"
    assert files("h.ipynb", "a.py") == "a.py h.ipynb"


def test_a_folder_named_like_a_file_is_walked() -> None:
    make("x.py/y.py", "x.py/z.txt")
    assert files(".") == files("x.py") == "x.py/y.py"


SHOWN = [
    ("a/t.py", "a/t.py"),
    ("./a/t.py", "a/t.py"),
    ("a//t.py", "a/t.py"),
    ("a/./t.py", "a/t.py"),
    ("./a", "a/t.py"),
    ("a/", "a/t.py"),
    ("./", "a/t.py"),
    ("a/../a", "a/../a/t.py"),
    ("../project/a", "../project/a/t.py"),
    ("..", "../project/a/t.py"),
]


@pytest.mark.parametrize(("argument", "shown"), SHOWN)
def test_a_path_is_shown_as_the_user_would_write_it(argument: str, shown: str) -> None:
    make("a/t.py")
    assert files(argument) == shown


def test_an_absolute_path_stays_absolute(project: Path) -> None:
    make("a/t.py")
    assert files(f"{project}/") == files(f"{project}/a//t.py") == f"{project}/a/t.py"


def test_a_file_is_taken_once_however_it_is_named(project: Path) -> None:
    make("a/t.py", "b.py")
    assert files("a", "a/t.py", ".", "./a/t.py", "b.py") == "a/t.py b.py"
    assert files("a/t.py", str(project)) == f"{project}/a/t.py {project}/b.py"


def test_a_link_to_a_file_is_another_way_to_it(project: Path) -> None:
    make("b/real.py", "../outside.py")
    os.symlink("b/real.py", "a_link.py")
    os.symlink(project.parent / "outside.py", "c_link.py")
    assert files(".") == "b/real.py c_link.py"
    assert files("a_link.py") == "a_link.py"


def test_links_to_folders_are_not_followed(project: Path) -> None:
    make("a/t.py", "../data/other.py")
    os.symlink(".", "a/loop")
    os.symlink("../../data", "a/data")
    assert files(".") == "a/t.py"
    assert files("a/data") == "a/data/other.py"


def test_two_links_to_one_file_outside_are_one_file(project: Path) -> None:
    make("../outside.py", "a/t.py")
    os.symlink(project.parent / "outside.py", "z_link.py")
    os.symlink("../../outside.py", "a/link.py")
    os.symlink("z_link.py", "to_a_link.py")
    assert files(".") == "a/link.py a/t.py"


def test_a_link_to_a_folder_that_is_named_is_another_way_to_it() -> None:
    make("a/t.py")
    os.symlink("a", "b")
    assert files("b") == "b/t.py"
    assert files("a", "b") == files("b", "a/t.py") == "a/t.py"


def test_links_round_in_a_circle_end() -> None:
    make("a/b/t.py")
    os.symlink("../..", "a/b/up")
    os.symlink("../../a", "a/b/again")
    assert files("a/b/up", "a/b/again/b/up/a", ".") == files(".") == "a/b/t.py"


def test_hard_links_are_files_of_their_own() -> None:
    make("a.py")
    os.link("a.py", "b.py")
    assert files(".") == "a.py b.py"


def test_links_to_nowhere_are_passed_by() -> None:
    make("a.py")
    os.symlink("gone.py", "broken.py")
    os.symlink("self.py", "self.py")
    assert files(".") == "a.py"


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the file system takes Unicode names only")
def test_a_name_that_is_not_text_comes_through() -> None:
    Path(os.fsdecode(b"caf\xe9 \xf0.py")).touch()
    assert os.fsencode(files(".")) == b"caf\xe9 \xf0.py"


ODD = [
    "with space.py",
    "new\nline.py",
    "tab\t.py",
    "it's.py",
    'say "x".py',
    "-x.py",
    "--fix.py",
    "-",
    "*.py",
    "[a].py",
    "#.py",
    "!.py",
    "~.py",
    "\u2028.py",
    "日本.py",
    ".py",
    "x" * 252 + ".py",
]


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not take")
@pytest.mark.parametrize("name", ODD)
def test_an_odd_name_comes_through(name: str) -> None:
    make(f"d/{name}")
    write("d/.gitignore", "no match\n")
    settings = Settings()
    assert collect([f"d/{name}"], settings).files == [f"d/{name}"]
    assert collect(["d"], settings).files == ([f"d/{name}"] if name.endswith(".py") else [])


WALKED_BY = [
    ".venv/lib/x.py",
    "venv/x.py",
    "a/.git/x.py",
    "a/b/__pycache__/x.py",
    "node_modules/x.py",
    "build/x.py",
    "dist/x.py",
    "lib/site-packages/x.py",
    ".ipynb_checkpoints/x.py",
    ".tox/x.py",
]


@pytest.mark.parametrize("path", WALKED_BY)
def test_folders_no_one_wants_linted(path: str) -> None:
    make(path, "kept.py")
    assert files(".") == "kept.py"


@pytest.mark.parametrize("path", ["env/cartpole.py", "builds/x.py", "build.py", "venv.py", "data/dist.py"])
def test_names_that_only_look_like_them(path: str) -> None:
    make(path)
    assert files(".") == path


def test_a_virtual_environment_is_known_by_its_marker() -> None:
    make("env/pyvenv.cfg", "env/lib/x.py", "kept.py")
    assert files(".") == "kept.py"
    assert files("env") == "env/lib/x.py"


def test_pages_that_sphinx_made_are_no_source() -> None:
    make("docs/searchindex.js", "docs/objects.inv", "docs/_static/code/x.py", "source/_static/code/x.py")
    assert files(".") == "source/_static/code/x.py"
    assert files("docs") == "docs/_static/code/x.py"
    make("guide/objects.inv", "guide/x.py")
    assert files(".") == "guide/x.py source/_static/code/x.py"


def test_what_is_named_is_taken_all_the_same() -> None:
    make("build/x.py", "gen/x.py", "script", "gen/sub/x_old.py", "gen/sub/y.py")
    write(".gitignore", "gen/\nscript\n")
    make(".git/HEAD")
    assert files("build") == files("build/x.py") == "build/x.py"
    assert files("gen/x.py", "script", exclude=("gen", "script")) == "gen/x.py script"
    assert files("gen/sub", exclude=("gen", "*_old.py")) == "gen/sub/y.py"
    assert files(".", exclude=("gen", "build")) == ""


def test_exclude_takes_the_place_of_the_folders_that_are_left_out_by_default() -> None:
    make("build/x.py", "gen/x.py", "venv/pyvenv.cfg", "venv/y.py")
    assert files(".", exclude=("gen",)) == "build/x.py"
    assert files(".", exclude=()) == "build/x.py gen/x.py"


EXCLUDE = [
    ("a", "b/t.py t.py"),
    ("a/", "b/t.py t.py"),
    ("/a", "b/a/u.py b/t.py t.py"),
    ("b/a", "a/t.py b/t.py t.py"),
    ("t.py", "b/a/u.py"),
    ("/t.py", "a/t.py b/a/u.py b/t.py"),
    ("b/*.py", "a/t.py b/a/u.py t.py"),
    ("**/a/*.py", "b/t.py t.py"),
    ("u.p", "a/t.py b/a/u.py b/t.py t.py"),
    ("*.pyi", "a/t.py b/a/u.py b/t.py t.py"),
]


@pytest.mark.parametrize(("pattern", "left"), EXCLUDE)
def test_excluded(pattern: str, left: str) -> None:
    make("a/t.py", "b/a/u.py", "b/t.py", "t.py")
    assert files(".", exclude=(pattern,)) == left


def test_exclude_starts_from_its_own_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("src/gen/t.py", "gen/t.py")
    monkeypatch.chdir("src")
    root = str(project)
    assert files(".", exclude=("/gen",), root=root) == "gen/t.py"
    assert files(".", exclude=("/src/gen",), root=root) == ""
    assert files("..", exclude=("/gen",), root=root) == "../src/gen/t.py"
    assert files(".", exclude=("gen",), root=str(project / "elsewhere")) == ""


def test_a_later_pattern_takes_back() -> None:
    make("gen_a.py", "gen_b.py")
    assert files(".", exclude=("gen_*.py", "!gen_b.py")) == "gen_b.py"


@pytest.mark.parametrize("pattern", ["!", "[z-a]"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(ConfigError, match="not a gitignore pattern"):
        files(".", exclude=(pattern,))


@pytest.mark.filterwarnings("error")
def test_a_set_that_a_later_python_may_read_otherwise_is_read_without_a_word() -> None:
    make("a.py", "[.py")
    assert files(".", exclude=("[[a].py",)) == ""


def test_gitignore() -> None:
    make("out/t.py", "src/t.py", "src/t_pb2.py", "src/keep_pb2.py", "src/out/t.py", "src/out.py")
    write(".gitignore", "# made\n\nout/\n*_pb2.py\n!keep_pb2.py\n")
    assert files(".") == "src/keep_pb2.py src/out.py src/t.py"


def test_the_nearer_gitignore_decides() -> None:
    make("a.py", "x/a.py", "x/b.py", "x/y/b.py")
    write(".gitignore", "a.py\n/b.py\n")
    write("x/.gitignore", "!a.py\n/b.py\n")
    assert files(".") == "x/a.py x/y/b.py"


def test_gitignore_above_holds_up_to_the_root_of_the_repository() -> None:
    make(".git/HEAD", "src/pkg/a.py", "src/pkg/b.py", "src/pkg/c.py", "src/pkg/d.py")
    write("../.gitignore", "a.py\n")
    write(".gitignore", "/src/pkg/b.py\nd.py\n")
    write("src/.gitignore", "c.py\n!d.py\n")
    assert files("src/pkg") == "src/pkg/a.py src/pkg/d.py"


def test_gitignore_above_is_nothing_without_a_repository() -> None:
    make("src/a.py")
    write(".gitignore", "a.py\n")
    assert files("src") == "src/a.py"
    assert files(".") == ""


def test_a_repository_in_a_repository_has_rules_of_its_own() -> None:
    make(".git/HEAD", "a.py", "sub/.git", "sub/a.py", "sub/b.py")
    write(".gitignore", "a.py\n")
    write("sub/.gitignore", "b.py\n")
    assert files(".") == "sub/a.py"


def test_info_exclude_holds_where_no_gitignore_says_otherwise() -> None:
    make("a.py", "b.py", "src/a.py", "src/c.py", "src/d.py")
    write(".git/info/exclude", "# comment\na.py\n/src/c.py\nd.py\n")
    write("src/.gitignore", "!d.py\n")
    assert files(".") == "b.py src/d.py"
    assert files("src") == "src/d.py"


def test_info_exclude_of_a_repository_in_a_repository_is_its_own() -> None:
    make("a.py", "b.py", "sub/.git/HEAD", "sub/a.py", "sub/b.py")
    write(".git/info/exclude", "a.py\n")
    write("sub/.git/info/exclude", "/b.py\n")
    assert files(".") == "b.py sub/a.py"
    assert files("sub") == "sub/a.py"


@pytest.mark.parametrize("gitdir", ["../main/.git/worktrees/tree", "{here}/main/.git/worktrees/tree"])
def test_info_exclude_of_a_worktree_is_that_of_the_repository(project: Path, gitdir: str) -> None:
    make("tree/a.py", "tree/b.py")
    write("tree/.git", f"gitdir: {gitdir.format(here=project)}\n")
    write("main/.git/worktrees/tree/commondir", "../..\n")
    write("main/.git/info/exclude", "a.py\n")
    assert files("tree") == "tree/b.py"


def test_info_exclude_of_a_submodule_is_in_the_modules_of_the_repository() -> None:
    make("sub/a.py", "sub/b.py", "b.py")
    write("sub/.git", "gitdir: ../.git/modules/sub\n")
    write(".git/modules/sub/info/exclude", "a.py\n")
    write(".git/info/exclude", "b.py\n")
    assert files(".") == "sub/b.py"


@pytest.mark.parametrize("pointer", ["", "gitdir: ../gone\n", "nonsense\n", "gitdir: \n"])
def test_a_git_file_that_leads_nowhere_excludes_nothing(pointer: str) -> None:
    make("sub/a.py")
    write("sub/.git", pointer)
    assert files("sub") == "sub/a.py"


def test_gits_own_list_of_a_user_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.py", ".git/HEAD")
    write(str(tmp_path / "home/git/ignore"), "a.py\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    assert files(".") == "a.py"


def test_a_gitignore_may_begin_with_a_byte_order_mark() -> None:
    make("a.py", "b.py")
    write(".gitignore", "\ufeffa.py\r\n")
    assert files(".") == "b.py"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with a name")
@pytest.mark.parametrize("name", [".gitignore", ".git/info/exclude"])
def test_patterns_are_not_read_from_a_pipe_or_a_folder(name: str) -> None:
    make("a.py", "sub/.git/HEAD", "sub/b.py")
    os.makedirs(".git/info", exist_ok=True)
    os.mkfifo(name)
    os.makedirs(f"sub/{name}")
    assert files(".") == "a.py sub/b.py"


def test_lines_of_a_gitignore_that_are_no_patterns_are_passed_over() -> None:
    make("a.py", "b.py")
    Path(".gitignore").write_bytes(b"!\n[z-a]\n\xff\xfe\nb.py\n")
    assert files(".") == "a.py"


def test_git_agrees(project: Path) -> None:
    paths = ["a.py", "out/b.py", "src/out/c.py", "src/d.py", "src/gen/e.py", "src/gen/keep.py", "doc/f.py"]
    make(*paths)
    write(".gitignore", "/out\ngen/*\n!gen/keep.py\ndoc/**\n")
    write("src/.gitignore", "!out/\nd.py\n")
    subprocess.run(["git", "init", "-q"], check=True)
    write(".git/info/exclude", "keep.py\nb.py\na.*\n")
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], check=True, capture_output=True, text=True
    )
    assert files(".").split() == sorted(listed.stdout.split())


def problems(*paths: str) -> list[str]:
    collected = collect(paths, Settings())
    assert collected.files == ["kept.py"]
    return collected.problems


def test_what_is_not_there_is_a_problem() -> None:
    make("kept.py")
    os.symlink("gone.py", "broken.py")
    assert problems("kept.py", "gone.py", "./gone/", "", "kept.py/", "broken.py") == [
        "gone.py: no such file or folder",
        "gone: no such file or folder",
        "'': no such file or folder",
        "kept.py: no such file or folder",
        "broken.py: no such file or folder",
    ]


def test_a_link_to_itself_is_a_problem() -> None:
    make("kept.py")
    os.symlink("self.py", "self.py")
    (problem,) = problems("kept.py", "self.py")
    assert problem.startswith("self.py: cannot be read: ")


def test_devices_are_not_opened() -> None:
    make("kept.py")
    assert problems("kept.py", os.devnull) == [f"{os.devnull}: is neither a file nor a folder"]


def test_a_name_that_is_too_long_is_a_problem() -> None:
    make("kept.py")
    (problem,) = problems("kept.py", "x" * 300)
    assert problem == f"{'x' * 300}: cannot be read: File name too long"


@pytest.mark.skipif(sys.platform != "linux", reason="the longest path of Linux")
def test_folders_deeper_than_a_path_can_be_long_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    make("kept.py")
    top = os.open(".", os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200)
        monkeypatch.chdir("d" * 200)
    make("t.py")
    os.fchdir(top)
    os.close(top)
    (problem,) = problems(".")
    assert problem.endswith("/" + "d" * 200 + ": cannot be read: File name too long")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with a name")
def test_pipes_and_sockets_are_not_opened() -> None:
    make("kept.py")
    os.mkfifo("pipe.py")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.py")
        assert problems("kept.py", "pipe.py", "socket.py") == [
            "pipe.py: is neither a file nor a folder",
            "socket.py: is neither a file nor a folder",
        ]
        assert problems(".") == []


def test_a_folder_that_cannot_be_read_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    make("kept.py", "locked/t.py")
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:  # as root, every folder can be read
        if path.endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert problems(".") == ["locked: cannot be read: Permission denied"]


def test_pathspec_is_imported_only_where_there_is_an_unusual_pattern() -> None:
    make("a/t.py")
    code = (
        "import sys; from tflint_ckpt.settings import Settings; from tflint_ckpt.files import collect;"
        "print(collect(['.'], Settings()).files, 'pathspec' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def output() -> str:
        return subprocess.run(
            [sys.executable, "-S", "-c", code], check=True, capture_output=True, text=True, env=environment
        ).stdout

    assert output() == "['a/t.py'] False\n"
    write("a/.gitignore", "# comment\n\n")
    write(".git/info/exclude", "# git ls-files --others --exclude-from=.git/info/exclude\n")
    assert output() == "['a/t.py'] False\n"
    write("a/.gitignore", "other.py\n*.py[cod]\n/build/\n!kept.py\n")
    assert output() == "['a/t.py'] False\n"
    write("a/.gitignore", "[o-q]ther.py\n")
    assert output() == "['a/t.py'] True\n"


def test_force_exclude_holds_for_what_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("old/a.py", "b.py", "c.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    settings = Settings()
    settings.exclude = ("old", "c.*")
    named = ["old/a.py", "b.py", "c.py"]
    assert collect(named, settings).files == ["b.py", "c.py", "old/a.py"]
    settings.force_exclude = True
    assert collect(named, settings).files == ["b.py"]
