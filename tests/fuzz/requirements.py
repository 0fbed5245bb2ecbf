"""Files that say which TensorFlow a project runs on: never an exception, and an answer that is one."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.grammar import Grammar
from tflint_ckpt.evidence.flags import places, settings
from tflint_ckpt.evidence.folder import sources_in
from tflint_ckpt.evidence.in_file import of_addons, of_first, of_legacy, of_script
from tflint_ckpt.evidence.install import of_install_lines
from tflint_ckpt.evidence.modules import said
from tflint_ckpt.evidence.one_command import only_for
from tflint_ckpt.evidence.requirement import Requirement, evidence
from tflint_ckpt.evidence.source import Source
from tflint_ckpt.settings import ConfigError
from tflint_ckpt.target import RELEASES, Target, parse

FILES = (
    "requirements.txt",
    "README.md",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "environment.yml",
    "uv.lock",
    "Pipfile",
    "Pipfile.lock",
    "pixi.toml",
    "pixi.lock",
    "tox.ini",
    "Dockerfile",
    "Makefile",
    "requirements-gpu.txt",
)

GRAMMAR = Grammar(r"""
start = <list> | <list><list> | <setup_py> | <image> | <shell> | <pipfile> | <environment> | <pyproject>
    | <setup> | <conda> | <lock> | <script> | <notebook>
    | <release> | \xef\xbb\xbf<list> | \xff\xfe<list>
newline = \n | \n | \n | \r\n | \r | \x0b | \x1c | \xe2\x80\xa8
list = <requirement><newline> | <requirement><newline><list> | -r <name>.txt<newline><list>
requirement = <name><specifier> | <name>[<name>,<name>] <specifier> | <name> (<specifier>)
    | <name><specifier>; <marker> | <name> @ https://x/y.whl | \x20 <name><specifier> # why
    | <name>=<version>=<name> | -e . | <name>
name = tensorflow | keras | tf-keras | TensorFlow_CPU | tf_nightly | tensorflow-gpu | numpy | tensorflow
    | keras-nightly | tf.keras | - | tensorflow.-_intel
specifier = <operator><version> | <operator><version>,<specifier> | <> | <specifier> || <specifier>
    | <specifier>|<specifier> | \x20<operator> <version> <specifier> | <version> | * | ^<version>
operator = == | >= | <= | < | > | ~= | != | === | ~ | ^ | = | => | <>
version = 2.15 | 2 | 2.15.* | 2.15.0 | 2.16.1 | 3.0 | 3 | 0 | 1.15 | 2.99 | v2.15 | 2.15rc1 | 2.15.post1
    | 1!2.15 | 2..15 | 99999999999 | 2.0 | 2.21 | 0.0.0 | <> | 2. | \xd9\xa2.\xd9\xa1\xd9\xa5 | 2.15+cpu
    | 3.4.5.6.7.8.9.10 | <version><version>
marker = python_version < '3.12' | sys_platform == 'linux' | <name>
quoted = "<requirement>" | '<requirement>' | 1 | [] | {} | true | "\\u0000" | ""
array = [<quoted>] | [<quoted>, <quoted>] | [\n  <quoted>, # tensorflow\n  <quoted>\n] | <quoted>
pyproject = [project]\ndependencies = <array>\n<pyproject>
    | [project.optional-dependencies]\na = <array>\n | [dependency-groups]\ntf = <array>\n<pyproject>
    | [tool.poetry.dependencies]\n<poetry><poetry> | [tool.poetry.group.gpu.dependencies]\n<poetry>
    | project = <array>\n | [tool]\npoetry = 1\n | dependency-groups = <array>\n
    | [tool.poetry.group]\na = <array>\n
poetry = <name> = "<specifier>"\n | <name> = {version = "<specifier>", optional = true}\n
    | <name> = [{version = '<specifier>'}, {version = <quoted>}]\n | '<name>' = <array>\n
    | <name> = {git = 'x'}\n
setup = [options]\ninstall_requires =\n    <requirement>\n    <requirement>\n | [metadata]\n<setup>
    | [options.extras_require]\ngpu = <requirement>\ntf =\n  <requirement>\n<setup> | [options]\n<setup>
    | install_requires = <requirement>\n# <requirement>\n
conda = dependencies:\n  - <requirement>\n  - conda-forge::<requirement>\n  - pip:\n    - "<requirement>"\n
    | - '<requirement>'\n<conda> | -  <requirement>\n
setup_py = <binding>setup(install_requires=<value>, extras_require=<value>)\n | <binding><setup_py>
    | import setuptools\nsetuptools.setup(**<value>)\n | def f(x):\n    return <value>\n<setup_py>
binding = a = <value>\n | a.append(<value>)\n | with open("requirements.txt") as a:\n    b = a.read()\n
    | for a in <value>:\n    b += [a]\n | a["x"] = <value>\n | <>
value = [<quoted>, <quoted>] | <quoted> | a | b + a | a["x"] | {"x": <value>} | f(<value>)
    | [c for c in <value>]
    | open("requirements.txt").readlines() | f"tensorflow{a}==2.9" | "tensorflow==" + a | (<value>
image = ARG TF=<version>\n<image> | FROM tensorflow/tensorflow:<version>-gpu\n<shell>
    | FROM tensorflow/tensorflow:${TF}\n | FROM nvcr.io/nvidia/tensorflow:<version>-tf2-py3\n | <image><image>
shell = RUN pip install <word>*\n | pip3 install <word> \\\n<word>\n | # pip install <word>\n<shell>
    | <flag>\n
    | conda install <word>\n<shell>
    | run: pip install tensorflow==${{ matrix.tf }}\ntf: [<version>, <version>]\n
flag = export TF_USE_LEGACY_KERAS=<yes> | ENV TF_USE_LEGACY_KERAS <yes> | TF_USE_LEGACY_KERAS: <yes>
    | name: TF_USE_LEGACY_KERAS\nvalue: <yes> | env["TF_USE_LEGACY_KERAS"] = "<yes>"
    | echo TF_USE_LEGACY_KERAS=<yes>
yes = 1 | 0 | true | "1" | $A | <>
pipfile = [packages]\n<poetry><poetry> | {"default": {"<name>": {"version": "<specifier>"}}}
    | [dependencies]\n<poetry>[feature.a.pypi-dependencies]\n<poetry> | [packages]\n<name> = <quoted>\n
environment = [testenv]\ndeps =\n  a: <requirement>\n  <requirement>\n | [envs.a]\ndependencies = <array>\n
    | - conda: https://x/<name>-<version>-py.conda\n<environment> | - name: <name>\n  version: <version>\n
lock = [[package]]\nname = "<name>"\nversion = "<version>"\n<lock> | name = "<name>"\n
    | version = "<version>"\n<lock>
script = <comment># /// script\n# dependencies = <inline>\n# ///\n<code>
    | # /// script\r\n# dependencies = [\r\n#   <quoted>,\r\n#\r\n# ]\r\n# ///\r\n<code>
    | # /// script\n<script># ///\n
inline = [<quoted>] | [<quoted>, <quoted>] | <quoted> | [
comment = <> | #!/usr/bin/env python\n | # x\n\n
code = import tf_keras\n | from tf_keras import layers\n | os.environ['TF_USE_LEGACY_KERAS'] = '1'\n
    | import tensorflow.python.keras as k\n | environ.setdefault("TF_USE_LEGACY_KERAS", "True")\n
    | import tensorflow as tf\n<code>tf.Session()\n | if x: tf.placeholder(x)\n
    | TF_USE_LEGACY_KERAS=1 pytest x.py\npython y.py\n
    | # import tf_keras\n | from tensorflow.python import keras\n | <>
notebook = !pip install <word>*\n<notebook> | %pip install <word> <word>\n
    | # !pip3 install <word>*\n<code> | !python -m pip install -q <word> && x\n
    | get_ipython().system('pip install <word>')\n
    | get_ipython().run_line_magic('pip', 'install <word> <word>')\n<code>
word = <requirement>\x20 | '<requirement>'\x20 | "<requirement>"\x20 | -U\x20 | --upgrade\x20 | -r x\x20
    | ;\x20 | -qU\x20 | |\x20 | '\x20 | \\\x20 | #\x20 | <requirement>;\x20 | --pre\x20 | -c\x20
    | <name><operator><version>\x20
release = <version> | <version>..<version> | keras2 | keras3 | auto | .. | <version>..<name>
""")


def check(data: bytes) -> None:
    """The same bytes as each file of a project, as a script, a notebook's lines, a requirement, a release."""
    for name in FILES:
        _check_file(name, data)
    text = data.decode("utf-8", "replace")
    for read in (of_script, of_install_lines, of_first, of_addons, of_legacy):
        found = read(text, "fuzz.py")
        _check_source(found, "fuzz.py", text.count("\n") + 1)
    told = said(text)
    if told is not None:
        lines = [told.tf_keras, told.addons, told.flag[0] if told.flag else 0]
        assert max(lines) <= len(text.splitlines())
    for line, _ in settings(text):
        assert 1 <= line <= text.count("\n") + 1
    only_for(text, [offset for offset, _ in places(text)])
    asked = [one for line in text.splitlines() if (one := Requirement.parse(line, 1))]
    for each in asked:
        assert each.intervals
        assert each.name
    proof = evidence(asked)
    if proof is not None:
        _check_releases(Target(proof.releases, "x"))
    try:
        _check_releases(parse(text, "x"))
    except ConfigError as error:
        assert len(str(error).splitlines()) == 1


def _check_file(name: str, data: bytes) -> None:
    path = _folder() / name
    path.write_bytes(data)
    try:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        lines = data.decode("utf-16" if wide else "utf-8-sig", "replace").splitlines()
        for found in sources_in(str(path.parent), every=True):
            _check_source(found, str(path), len(lines))
    finally:
        path.unlink()


def _check_source(found: Source | None, path: str, lines: int) -> None:
    """An answer names a line that is there, and releases that are known."""
    if found is None:
        return
    place, _, line = found.place.partition(" ")[0].rpartition(":")
    assert place == path
    assert 1 <= int(line) <= lines
    assert found.says
    if found.target is not None:
        _check_releases(found.target)


def _check_releases(found: Target) -> None:
    """Known releases of TensorFlow, each once, the oldest first, and text about them."""
    versions = [release.tensorflow for release in found.releases]
    assert versions
    assert versions == sorted({*versions})
    assert {*versions} <= {release.tensorflow for release in RELEASES}
    assert found.describe()


@cache
def _folder() -> Path:
    """A folder that is a repository of its own, so that nothing above it is looked at."""
    folder = TemporaryDirectory(prefix="fuzz-")
    _folders.append(folder)
    path = Path(os.path.realpath(folder.name))
    (path / ".git").mkdir()
    return path


_folders: list[TemporaryDirectory[str]] = []
"""Removed at the end of the process."""
