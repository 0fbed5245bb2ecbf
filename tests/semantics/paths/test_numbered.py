"""Files with a number in their names: how wide it is written, and which of them stands last."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.numbered import Numbered, numbered_files, other_names

HEAD = """\
import keras
net = keras.Sequential([keras.layers.Dense(1)])
net.compile("sgd", "mse")
"""


def written(code: str) -> list[Numbered]:
    return list(numbered_files(module(HEAD + code), "TFC520"))


def kept(path: str, epochs: str) -> list[Numbered]:
    """The files of a checkpoint."""
    return written(f"net.fit(x, y, epochs={epochs}, callbacks=[keras.callbacks.ModelCheckpoint({path})])")


def looped(path: str, rounds: str) -> list[Numbered]:
    """The files of a loop."""
    return written(f"for epoch in range({rounds}):\n    net.save({path})")


# A template and the epochs; what stands before and behind the number, its width, which stands last by name
# instead of the newest, and whether that goes wrong.
TEMPLATES = [
    ("'m_{epoch}.h5'", "12", ("m_", ".h5", 1, 9, True)),
    ("'m_{epoch}.h5'", "100", ("m_", ".h5", 1, 99, True)),
    ("'m_{epoch}.h5'", "99", ("m_", ".h5", 1, None, False)),
    ("'m_{epoch}.h5'", "9", ("m_", ".h5", 1, None, False)),
    ("'m_{epoch}.h5'", "n", ("m_", ".h5", 1, None, True)),
    ("'m_{epoch}.h5'", "10**9", ("m_", ".h5", 1, None, True)),
    ("'m_{epoch:02d}.h5'", "n", ("m_", ".h5", 2, None, False)),
    ("'m_{epoch:02}.h5'", "100", ("m_", ".h5", 2, 99, True)),
    ("'m_{epoch:>3}.h5'", "100", ("m_", ".h5", 3, None, False)),
    ("'a/{epoch}_{val_loss:.2f}.h5'", "10", ("", "_0.50.h5", 1, 9, True)),
    ("'{loss:.2f}.keras'", "3", ("", ".keras", 1, None, True)),
]
NO_TEMPLATES = [
    "'m.h5'",
    "'m_{epoch}'",
    "'m_{epoch}.ckpt'",
    "'m_{epoch:<3}.h5'",
    "'m_{epoch:.2f}.h5'",
    "'m_{epoch!s}.h5'",
    "'m_{batch}.h5'",
    "'m_{run}_{epoch}.h5'",
    "'m_{val_accuracy}_{epoch}.h5'",
    "'{epoch}/m.h5'",
    "'{{run}}_{epoch}.h5'",
    "f'{run}_{{epoch}}.h5'",
    "'m_{epoch}.h5', save_freq=10",
    "'m_{epoch}.h5', period=10",
    "'m_{epoch:99999}.h5'",
]
LOOPS = [
    ("f'm_{epoch}.h5'", "12", ("m_", ".h5", 1, 9, True)),
    ("f'm_{epoch}.h5'", "10", ("m_", ".h5", 1, None, False)),
    ("f'm_{epoch + 1}.h5'", "10", ("m_", ".h5", 1, 9, True)),
    ("f'm_{epoch:03d}.h5'", "n", ("m_", ".h5", 3, None, False)),
    ("'m_%02d.h5' % epoch", "101", ("m_", ".h5", 2, 99, True)),
    ("'m_%d_%s.h5' % (epoch, run)", "n", ("m_", "_0.5.h5", 1, None, True)),
    ("'a/m_{:03d}.h5'.format(epoch)", "n", ("m_", ".h5", 3, None, False)),
    ("'m' + str(epoch) + '.h5'", "n", ("m", ".h5", 1, None, True)),
]
NO_LOOPS = [
    ("f'm_{epoch * 2}.h5'", "n"),
    ("f'm_{epoch}{run}.h5'", "n"),
    ("f'{run}_{epoch}.h5'", "n"),
    ("f'{epoch}/m.h5'", "n"),
    ("f'm_{epoch!r}.h5'", "n"),
    ("f'm_{epoch:{width}}.h5'", "n"),
    ("f'm_{epoch}.h5'", "20, 0, -1"),
    ("'m_%(e)d.h5' % {'e': epoch}", "n"),
    ("'m_{}_{}.h5'.format(epoch, run)", "n"),
    ("'m_' + str(epoch).zfill(3) + '.h5'", "n"),
    ("'m.h5'", "n"),
]


def said(files: Numbered) -> tuple[str, str, int, int | None, bool]:
    return files.before, files.behind, files.width, files.taken, files.goes_wrong


@pytest.mark.parametrize(("path", "epochs", "expected"), TEMPLATES)
def test_templates(path: str, epochs: str, expected: tuple[str, str, int, int | None, bool]) -> None:
    assert [said(each) for each in kept(path, epochs)] == [expected]


@pytest.mark.parametrize("path", NO_TEMPLATES)
def test_other_templates(path: str) -> None:
    assert kept(path, "12") == []


@pytest.mark.parametrize(("path", "rounds", "expected"), LOOPS)
def test_loops(path: str, rounds: str, expected: tuple[str, str, int, int | None, bool]) -> None:
    assert [said(each) for each in looped(path, rounds)] == [expected]


@pytest.mark.parametrize(("path", "rounds"), NO_LOOPS)
def test_other_loops(path: str, rounds: str) -> None:
    assert looped(path, rounds) == []


def test_several_fits() -> None:
    code = (
        "keep = keras.callbacks.ModelCheckpoint({})\n"
        "net.fit(x, y, epochs=5, callbacks=[keep])\nnet.fit(x, y, epochs=12, callbacks=[keep])"
    )
    [most] = written(code.format("'m_{epoch}.h5'"))
    assert most.taken == 9
    # Nobody says which path has twelve.
    fewest = written(code.format("'m_{epoch}.h5' if a else 'n_{epoch}.h5'"))
    assert [each.goes_wrong for each in fewest] == [False, False]


def test_compared() -> None:
    [files] = kept("'m_{epoch}.h5'", "120")
    assert files.compared == ("m_99.h5", "m_120.h5")
    [files] = kept("'m_{epoch}.h5'", "n")
    assert files.compared == ("m_9.h5", "m_10.h5")


def test_other_names() -> None:
    facts = module(HEAD + "net.save('a/last.h5')\nfor epoch in range(12):\n    net.save(f'a/m_{epoch}.h5')")
    known = list(numbered_files(facts, "TFC520"))
    assert list(other_names(facts, known)) == [("a", "last.h5")]
