"""TFC103 checkpoint-path-spaces."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import os
import pathlib
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""

# A template as it stands in the call, what --fix makes of it, and the severity and applicability.
TEMPLATES = [
    ("m_{ epoch:02d}", "m_{epoch:02d}", "error safe"),
    ("m_{epoch :02d}", "m_{epoch:02d}", "error safe"),
    ("m_{ epoch }", "m_{epoch}", "error safe"),
    ("m_{ val_loss:.4f}", "m_{val_loss:.4f}", "error safe"),
    ("m_{val_loss :.4f}", "m_{val_loss:.4f}", "error safe"),
    ("m_{epoch : 02d}", "m_{epoch:02d}", "error safe"),
    ("m_{epoch:02d }", "m_{epoch:02d}", "error safe"),
    ("m_{epoch:02 d}", "m_{epoch:02d}", "error safe"),
    ("m_{epoch:0 2d}", "m_{epoch:02d}", "error safe"),
    ("m_{val_loss:.4f }", "m_{val_loss:.4f}", "error safe"),
    ("m_{val_loss:. 4f}", "m_{val_loss:.4f}", "error safe"),
    ("m_{my_metric :.4f}", "m_{my_metric:.4f}", "error safe"),
    ("m_{epoch\t:02d}", "m_{epoch:02d}", "error safe"),
    ("m_{epoch\N{NO-BREAK SPACE}:02d}", "m_{epoch:02d}", "error safe"),
    ("{ epoch:02d}", "{epoch:02d}", "error safe"),
    ("a/{ epoch:02d}/m", "a/{epoch:02d}/m", "error safe"),
    ("my dir/m 1 {epoch:02d }", "my dir/m 1 {epoch:02d}", "error safe"),
    ("m_{epoch: 02d}", "m_{epoch:02d}", "warning safe"),
    ("a/b/m_{epoch: 03d}-x", "a/b/m_{epoch:03d}-x", "warning safe"),
    ("m_{val_loss: .4f}", "m_{val_loss:.4f}", "warning safe"),
    ("m_{epoch: d}", "m_{epoch:d}", "warning safe"),
    ("m_{batch: 04d}", "m_{batch:04d}", "warning safe"),
    ("{epoch: 02d}", "{epoch:02d}", "warning unsafe"),
    ("a/{epoch: 02d}/m", "a/{epoch:02d}/m", "warning unsafe"),
    ("m_{epoch: 2d}", "m_{epoch: 2d}", "warning manual"),
    ("m_{val loss:.4f}", "m_{val loss:.4f}", "error manual"),
]

HARMLESS = [
    "m_{epoch:02d}",
    "m_{epoch:02d}_{val_loss:.4f}",
    "m_{epoch:2d}",
    "m_{epoch: >4d}",
    "m_{val_loss: 8.4f}",
    "m_{epoch!s: <3}",
    "m {epoch:02d}",
    "my dir/m_{epoch:02d}",
    " m_{epoch:02d}",
    "m_{epoch:02d} ",
    "m_{epoch:02d} - {val_loss:.4f}",
    "m_{epoch:.2f}",
    "m_{epoch",
    "m_epoch }",
    "m_{}",
    "m_{ }",
    "m_{0 }",
    "m_{{ epoch}}",
    "m_{{epoch: 02d}}",
    "m_{logs[ loss ]}",
    "m_{epoch: 99999d}",
    "m_{val_loss: 02d}",
    "m_{epoch:{ width}d}",
    "m_{my metric:.4f}",
    "m_{val_my metric:.4f}",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both", "2.11", "2.16"])
@pytest.mark.parametrize(("template", "after", "expected"), TEMPLATES)
def test_a_space_in_a_placeholder(template: str, after: str, expected: str, target: str) -> None:
    code = HEAD + "c = ModelCheckpoint('%s.weights.h5', save_weights_only=True)\n"
    (finding,) = findings(code % template, target, "TFC103")
    assert finding.fix is not None
    severity, applicability = expected.split()
    assert (finding.severity.value, finding.fix.applicability.value) == (severity, applicability)
    assert fix(code % template, target, "TFC103", unsafe=True) == code % after
    assert fix(code % template, target, "TFC103") == code % (after if applicability == "safe" else template)


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("template", HARMLESS)
def test_spaces_that_do_no_harm(template: str, target: str) -> None:
    code = HEAD + f"c = ModelCheckpoint('{template}.weights.h5', save_weights_only=True)\n"
    assert lint(code, target, "TFC103") == []


# A path, save_weights_only, the result on Keras 2 and on Keras 3 (2.21).
SUFFIXES = [
    ("m. weights.h5", True, "info unsafe", "error safe"),
    ("m.weights .h5", True, "info unsafe", "error safe"),
    ("m.weights. h5", True, "warning unsafe", "error safe"),
    ("m.weights.h5 ", True, "warning unsafe", "error safe"),
    ("m_{epoch}. weights.h5", True, "info unsafe", "error safe"),
    ("m.h5 ", True, "warning unsafe", ""),
    ("m. hdf5", True, "warning unsafe", ""),
    ("m.keras ", True, "warning unsafe", ""),
    ("m.keras ", False, "warning unsafe", "error safe"),
    ("m. keras", False, "warning unsafe", "error safe"),
    ("m.h5 ", False, "warning unsafe", "error safe"),
    ("m.hdf5 ", False, "warning unsafe", ""),
    ("m. weights.h5", False, "", ""),
    ("m .weights.h5", True, "", ""),
    ("m .keras", False, "", ""),
    ("m. ckpt", True, "", ""),
    ("m.ckpt ", True, "", ""),
    ("m. tf", False, "", ""),
    ("m.we ights.h5", True, "", ""),
    ("m.weights.h 5", True, "", ""),
    ("m.ke ras", False, "", ""),
    ("my model", False, "", ""),
    (".weights.h5 /m", True, "", ""),
]


@pytest.mark.parametrize(("path", "weights_only", "keras2", "keras3"), SUFFIXES)
def test_a_space_in_a_suffix(path: str, weights_only: bool, keras2: str, keras3: str) -> None:
    code = HEAD + f"c = ModelCheckpoint('{path}', save_weights_only={weights_only})\n"
    for target, expected in (("keras2", keras2), ("keras3", keras3)):
        found = [
            f"{finding.severity.value} {finding.fix.applicability.value}"
            for finding in findings(code, target, "TFC103")
            if finding.fix
        ]
        assert found == ([expected] if expected else []), target
        fixed = fix(code, target, "TFC103", unsafe=True)
        assert fixed == (code.replace(path, path.replace(" ", "")) if expected else code)


# The lines after HEAD, and after --fix; each path is a ModelCheckpoint's.
BECOMES = [
    ("x = ModelCheckpoint(f'{d}/m_{{ epoch}}.h5')", "x = ModelCheckpoint(f'{d}/m_{{epoch}}.h5')"),
    (
        "x = ModelCheckpoint(f'{ d }/m_{{epoch: 02d}}_{{ loss }}.h5')",
        "x = ModelCheckpoint(f'{ d }/m_{{epoch:02d}}_{{loss}}.h5')",
    ),
    (
        "x = ModelCheckpoint('{ d }/{}/m_{{ epoch}}.h5'.format(d))",
        "x = ModelCheckpoint('{ d }/{}/m_{{epoch}}.h5'.format(d))",
    ),
    ("x = ModelCheckpoint('%s/m_{ epoch}.h5' % d)", "x = ModelCheckpoint('%s/m_{epoch}.h5' % d)"),
    (
        "x = ModelCheckpoint(os.path.join(d, 'm_{ epoch}.h5'))",
        "x = ModelCheckpoint(os.path.join(d, 'm_{epoch}.h5'))",
    ),
    (
        "x = ModelCheckpoint(pathlib.Path(d) / 'm_{ epoch}.h5')",
        "x = ModelCheckpoint(pathlib.Path(d) / 'm_{epoch}.h5')",
    ),
    ("x = ModelCheckpoint('m_' 'a_{ epoch' ' }.h5')", "x = ModelCheckpoint('m_' 'a_{epoch' '}.h5')"),
    ("x = ModelCheckpoint(d + '/{epoch :02d}.h5')", "x = ModelCheckpoint(d + '/{epoch:02d}.h5')"),
    (
        "x = ModelCheckpoint(''.join([d, '/{epoch :02d}', '.h5']))",
        "x = ModelCheckpoint(''.join([d, '/{epoch:02d}', '.h5']))",
    ),
    (r"x = ModelCheckpoint('C:\\new\\m_{ epoch}.h5')", r"x = ModelCheckpoint('C:\\new\\m_{epoch}.h5')"),
    (r"x = ModelCheckpoint(r'C:\new\m_{ epoch}.h5')", r"x = ModelCheckpoint(r'C:\new\m_{epoch}.h5')"),
    (
        "x = ModelCheckpoint('''m_{ epoch}.h5''', monitor='{ loss}')",
        "x = ModelCheckpoint('''m_{epoch}.h5''', monitor='{ loss}')",
    ),
    (
        "p = 'm_{ epoch}.h5'\nx = ModelCheckpoint(p)\nm.load_weights(p)",
        "p = 'm_{epoch}.h5'\nx = ModelCheckpoint(p)\nm.load_weights(p)",
    ),
    (
        "p = 'm_{epoch: 02d}.h5'\nx = ModelCheckpoint(p)\nm.load_weights(p.format(epoch=3))",
        "p = 'm_{epoch:02d}.h5'\nx = ModelCheckpoint(p)\nm.load_weights(p.format(epoch=3))",
    ),
    (
        "p = 'a/m_{ epoch}.h5' if best else 'b/m_{ loss}.h5'\nx = ModelCheckpoint(filepath=p)",
        "p = 'a/m_{epoch}.h5' if best else 'b/m_{loss}.h5'\nx = ModelCheckpoint(filepath=p)",
    ),
    (
        "o = {'filepath': 'm_{ epoch}.h5'}\nx = ModelCheckpoint(**o)",
        "o = {'filepath': 'm_{epoch}.h5'}\nx = ModelCheckpoint(**o)",
    ),
    (
        "class C(ModelCheckpoint):\n    pass\nx = C('m_{ epoch}.h5')",
        "class C(ModelCheckpoint):\n    pass\nx = C('m_{epoch}.h5')",
    ),
    (
        "def name(n):\n    return f'{n}_{{ epoch}}.h5'\nx = ModelCheckpoint(name('a'))",
        "def name(n):\n    return f'{n}_{{epoch}}.h5'\nx = ModelCheckpoint(name('a'))",
    ),
    (
        "class T:\n    p = 'm_{ epoch}.h5'\n    def f(self):\n        return ModelCheckpoint(self.p)",
        "class T:\n    p = 'm_{epoch}.h5'\n    def f(self):\n        return ModelCheckpoint(self.p)",
    ),
    (
        "p = 'm_{ epoch}.h5'\nx = [ModelCheckpoint(p), ModelCheckpoint(p)]",
        "p = 'm_{epoch}.h5'\nx = [ModelCheckpoint(p), ModelCheckpoint(p)]",
    ),
]

STAYS = [
    "x = ModelCheckpoint(f'{ epoch }/m.h5')",
    "x = ModelCheckpoint(f'm_{ epoch: 02d}.h5')",
    "x = ModelCheckpoint('m_{ e:02d}.h5'.format(e=3))",
    "x = ModelCheckpoint('m_{: 02d}.h5'.format(3))",
    "x = ModelCheckpoint('m_{ epoch}.h5'.format(**names))",
    "x = ModelCheckpoint('m_{ epoch}.h5'.replace(' ', ''))",
    "x = ModelCheckpoint('m_% d.h5' % 3)",
    "x = ModelCheckpoint(path)",
    "x = ModelCheckpoint(clean('m_{ epoch}.h5'))",
    "def f(path='m_{ epoch}.h5'):\n    return ModelCheckpoint(path)",
    "x = ModelCheckpoint(*['m_{ epoch}.h5'])",
    "x = ModelCheckpoint(*paths, '{ epoch}')",
    "x = ModelCheckpoint('m.h5', '{ monitor}')",
    "x = ModelCheckpoint(b'm_{ epoch}.h5')",
    "print('saving m_{ epoch}. weights.h5 ')",
    "p = 'm_{ epoch}.h5'\nmodel.save(p)",
    "x = tf.keras.callbacks.BackupAndRestore('b/{ epoch}')",
    "x = tf.keras.callbacks.CSVLogger('{ epoch}. weights.h5')",
    "x = tf.train.Checkpoint(m).save('{ epoch}')",
    "class ModelCheckpoint:\n    pass\nx = ModelCheckpoint('m_{ epoch}.h5')",
    "def ModelCheckpoint(p):\n    pass\nx = ModelCheckpoint('m_{ epoch}.h5')",
    "class C(ModelCheckpoint):\n    def __init__(self, p):\n        pass\nx = C('m_{ epoch}.h5')",
    "class C(ModelCheckpoint):\n    def _save_model(self, *a):\n        pass\nx = C('m_{ epoch}.h5')",
    "class C(ModelCheckpoint):\n    def on_epoch_end(self, *a):\n        pass\n"
    "class D(C):\n    pass\nx = D('m_{ epoch}.h5')",
    "class C(ModelCheckpoint):\n    def __init__(self):\n        super().__init__('m_{ epoch}.h5')\n"
    "    def _get_file_path(self, *a):\n        pass",
    "x = ModelCheckpoint('m_{ epoch}.h5')\nx.filepath = 'm_{epoch}.h5'",
    "x = other.ModelCheckpoint('m_{ epoch}.h5')",
    "# ModelCheckpoint('m_{ epoch}.h5')",
    "p = 'm_{ epoch}.h5'\np = 'm_{epoch}.h5'\nx = ModelCheckpoint(p)",
    "p = 'm_{ epoch}.h5'\ndel p\nx = ModelCheckpoint(p)",
    "x = ModelCheckpoint('m.weights.h5 ', save_weights_only=flag)",
    "x = ModelCheckpoint('m.weights.h5 ', **options)",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str, target: str) -> None:
    assert fix(f"{HEAD}{before}\n", target, "TFC103") == f"{HEAD}{after}\n"


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", STAYS)
def test_stays_as_it_is(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC103") == []


# What else reads files whose names begin as the template's do: renaming them is the author's decision.
READERS = {
    "load('m_ 1.weights.h5')": Applicability.MANUAL,
    "load(f'm_{n: 02d}.weights.h5')": Applicability.MANUAL,
    "load('a/m_%2d.weights.h5' % n)": Applicability.MANUAL,
    "glob('m_ *')": Applicability.MANUAL,
    "load(d + '/m_' + n)": Applicability.UNSAFE,
    'load("m_" f"{n}")': Applicability.UNSAFE,
    "load('m_{}.weights.h5'.format(n))": Applicability.UNSAFE,
}


@pytest.mark.parametrize("reader", READERS)
def test_what_may_read_the_old_names_is_not_left_behind(reader: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{{epoch: 02d}}.weights.h5')\n"
    for arguments in ({"code": f"{code}{reader}\n"}, {"code": code, "evaluate": f"{reader}\n"}):
        (finding,) = findings(only="TFC103", **arguments)
        assert finding.fix is not None
        assert finding.fix.applicability is READERS[reader]


@pytest.mark.parametrize("other", ["load('n_ 1.h5')", "load('am_ 1.h5')", "def m_(): pass", "from_m_ = 1"])
def test_other_strings_and_names_do_not(other: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{{epoch: 02d}}.weights.h5')\n"
    for arguments in ({"code": f"{code}{other}\n"}, {"code": code, "evaluate": f"{other}\n"}):
        (finding,) = findings(only="TFC103", **arguments)
        assert finding.fix is not None
        assert finding.fix.applicability is Applicability.SAFE


def test_a_name_put_together_in_two_statements_is_unsafe_to_rename() -> None:
    code = f"{HEAD}p = 'm_'\nx = ModelCheckpoint(p + '{{epoch: 02d}}.h5')\nload(p + ' 3.h5')\n"
    (finding,) = findings(code, only="TFC103")
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE


def test_the_same_broken_suffix_elsewhere_makes_the_fix_unsafe() -> None:
    code = f"{HEAD}x = ModelCheckpoint('m. keras')\ny = load_model('m. keras')\n"
    (finding,) = findings(code, only="TFC103")
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE


@pytest.mark.parametrize("field", [r"{\x20epoch}", r"{epo\x63h }", r"{epoch\t}"])
def test_an_escape_inside_the_braces_is_left_to_the_author(field: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{field}.h5')\n"
    (finding,) = findings(code, only="TFC103")
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.MANUAL
    assert fix(code, only="TFC103", unsafe=True) == code


def test_one_template_is_one_finding_where_it_is_written() -> None:
    code = f"{HEAD}p = os.path.join('a', 'm_{{ epoch}}_{{loss: .2f}}. keras')\n\nx = ModelCheckpoint(p)\n"
    (finding,) = findings(code, only="TFC103")
    assert lint(code, only="TFC103") == ["TFC103:5 error"]
    assert code[finding.start : finding.end] == "{ epoch}_{loss: .2f}. keras"
    assert fix(code, only="TFC103") == code.replace("{ epoch}_{loss: .2f}. keras", "{epoch}_{loss:.2f}.keras")


def test_the_finding_covers_only_what_is_wrong() -> None:
    code = f"{HEAD}x = ModelCheckpoint(f'{{ run }}/m_{{{{ epoch}}}}.keras')\n"
    (finding,) = findings(code, only="TFC103")
    assert code[finding.start : finding.end] == "{{ epoch}}"


@pytest.mark.parametrize(
    ("template", "target", "said"),
    [
        (
            "m_{epoch }.keras",
            "keras3",
            "{epoch }: Keras raises KeyError: 'epoch ' when the first checkpoint is saved",
        ),
        ("m_{epoch:2 d}.keras", "keras2", "raises ValueError: Invalid format specifier"),
        ("a/m_{epoch: 02d}.keras", "keras3", "names the file 'm_ 1.keras', and 'm_01.keras' is not found"),
        ("a/m_{epoch: 02d}.keras", "keras3", "10 sorts before 9"),
        ("m. keras", "keras3", "Keras 3 raises ValueError when the callback is built"),
        ("m.keras ", "keras2", "Keras 2 writes a SavedModel folder, 'm.keras '"),
        ("m.keras ", "both", "'m.keras '; Keras 3 (TensorFlow 2.21) raises ValueError"),
    ],
)
def test_the_message_says_what_happens(template: str, target: str, said: str) -> None:
    (finding,) = findings(f"{HEAD}x = ModelCheckpoint('{template}')\n", target, "TFC103")
    assert said in finding.message


def test_a_finding_tells_the_releases_apart() -> None:
    [finding] = findings(f"{HEAD}x = ModelCheckpoint('m.keras ')\n", "both", "TFC103")
    assert [(each.keras, each.severity and each.severity.value) for each in finding.effects] == [
        ("Keras 2", "warning"),
        ("Keras 3", "error"),
    ]
    [finding] = findings(f"{HEAD}x = ModelCheckpoint('a{{epoch }}{{batch: d}}.keras')\n", "both", "TFC103")
    assert [each.keras for each in finding.effects] == ["Keras", "Keras"]
