"""Files that were made to cost time: read to their end, or not at all."""

from __future__ import annotations

import pytest

from tests.evidence.made import write
from tflint_ckpt.detection import Detector

HOSTILE: dict[str, dict[str, str]] = {
    "texts that double": {
        "setup.py": 'a = "tensorflow==2.9"\n'
        + "".join(
            f'{new} = f"{("{" + old + "}") * 200}"\n' for old, new in zip("abcdefg", "bcdefgh", strict=True)
        )
        + "setup(install_requires=[h])\n"
    },
    "lists that double": {
        "setup.py": "".join(f"a{number} = a{number + 1} + a{number + 1}\n" for number in range(50))
        + 'a50 = ["tensorflow==2.9"]\nsetup(install_requires=a0)\n'
    },
    "one file many times": {
        "setup.py": "setup(install_requires=[" + "open('r.txt').read(), " * 2000 + "])\n",
        "r.txt": "tensorflow==2.9\n" * 5000,
    },
    "lists that include each other": {
        f"requirements{number}.txt": f"-r requirements{number + 1}.txt\ntensorflow\n" for number in range(100)
    },
    "imports": {"a.py": "import tf_keras\n" * 50_000},
    "a command of many words": {"a.py": f'x = "{"a=  " * 20_000}"\ny = {{"TF_USE_LEGACY_KERAS": "1"}}\n'},
    "settings": {"a.sh": "TF_USE_LEGACY_KERAS=1 " * 15_000},
    "texts without an end": {"a.sh": "cat <<A\n" * 30_000 + "TF_USE_LEGACY_KERAS=1\n"},
    "a matrix": {
        ".github/workflows/a.yml": "".join(f"tensorflow==${{{{ matrix.a{n} }}}}\n" for n in range(10_000))
    },
    "sessions": {"noxfile.py": "session.install(" * 20_000 + "tensorflow"},
    "YAML of brackets": {"env.yml": f"dependencies: {'[' * 40_000}tensorflow"},
}


@pytest.mark.parametrize("files", HOSTILE.values(), ids=HOSTILE)
def test_it_ends(files: dict[str, str]) -> None:
    write(files)
    detector = Detector()
    assert detector.targets("train.py", "").environment.releases
    assert isinstance(detector.sources("train.py", ""), list)
