"""Images that the code runs in, and what scripts and CI install."""

from __future__ import annotations

import pytest

from tests.evidence.made import NEW, NOTHING, installed, write

WORKFLOW = ".github/workflows/test.yml"

IMAGES = [
    ("FROM tensorflow/tensorflow:2.12.0-gpu", "2.12/2"),
    ("FROM tensorflow/tensorflow:2.3.1-gpu-jupyter AS base", "2.3/2"),
    ("FROM tensorflow/tensorflow:1.15.5-gpu-py3", "2.0/2"),
    ("FROM --platform=linux/amd64 docker.io/tensorflow/tensorflow:2.9.1", "2.9/2"),
    ("ARG TF=2.12.0\nFROM tensorflow/tensorflow:${TF}-gpu", "2.12/2"),
    ("ARG BASE=nvcr.io/nvidia/tensorflow:23.05-tf2-py3\nFROM ${BASE}", "2.12/2"),
    ("FROM tensorflow/tensorflow:${TF:-2.12.0}", "2.12/2"),
    ("FROM nvcr.io/nvidia/tensorflow:22.12-tf2-py3", "2.10/2"),
    ("FROM nvcr.io/nvidia/tensorflow:21.02-tf1-py3", "2.0/2"),
    ("FROM gcr.io/deeplearning-platform-release/tf2-gpu.2-11", "2.11/2"),
    ("FROM 1.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:2.11.0-gpu-py39", "2.11/2"),
    ("FROM python:3.10\nRUN pip install tensorflow==2.9", "2.9/2"),
    (
        "FROM python:3.10\nRUN apt-get update && \\\n  pip3 install -q \\\n  numpy 'tensorflow<2.16'",
        "2.15/2",
    ),
    ("FROM python:3.8\nRUN pip install tensorflow", "2.13/2"),
    ("FROM mambaorg/micromamba\nRUN micromamba install -y -n base tensorflow=2.9", "2.9/2"),
    ("FROM tensorflow/tensorflow:2.9.1\nRUN pip install tensorflow==2.15", "2.15/2"),
    ("FROM tensorflow/tensorflow:2.9.1\nRUN pip install tensorflow keras-tuner", "2.9/2"),
]

OTHER_IMAGES = [
    "FROM tensorflow/tensorflow",
    "FROM tensorflow/tensorflow:latest-gpu",
    "FROM tensorflow/tensorflow:nightly",
    "FROM tensorflow/serving:2.9.0",
    "FROM other/tensorflow-tools:2.9.0",
    "FROM tensorflow/tensorflow:${TF}-gpu",
    # No Keras of these is certain.
    "FROM nvcr.io/nvidia/tensorflow:25.01-tf2-py3",
    "FROM nvcr.io/nvidia/pytorch:23.05-py3",
    "# FROM tensorflow/tensorflow:2.12.0",
    "FROM python:3.10\n# RUN pip install tensorflow==2.9",
    "FROM python:3.10\nRUN echo pip install tensorflow==2.9",
    "FROM python:3.10\nRUN pip install tensorflow-datasets==2.9",
    "FROM python:3.10\nRUN pip uninstall tensorflow==2.9",
    "FROM python:3.10\nRUN pip install tensorflow==$TF",
]


@pytest.mark.parametrize(("text", "target"), IMAGES)
def test_an_image_says_what_is_in_it(text: str, target: str) -> None:
    write({"Dockerfile": f"{text}\n"})
    assert installed()[0] == target


@pytest.mark.parametrize("text", OTHER_IMAGES)
def test_an_image_that_says_nothing(text: str) -> None:
    write({"Dockerfile": f"{text}\n", "README.md": "FROM tensorflow/tensorflow:2.9.0\n"})
    assert installed()[0] == NEW


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile.gpu",
        "docker/Dockerfile",
        "docker/gpu/Dockerfile",
        "docker/train.dockerfile",
        "Containerfile",
    ],
)
def test_where_images_are_looked_for(name: str) -> None:
    write({name: "\nFROM tensorflow/tensorflow:2.9.1\n"})
    assert installed() == ("2.9/2", f"{name}:2")


# Files that say what is installed where the code runs, and the line that does.
PLACES = [
    ("Singularity", "Bootstrap: docker\nFrom: tensorflow/tensorflow:2.9.0-gpu\n", 2),
    ("train.def", "Bootstrap: docker\nFrom:ubuntu\n%post\n    pip install tensorflow==2.9.1\n", 4),
    ("Singularity.gpu", "From: tensorflow/tensorflow:2.9.0\n", 1),
    ("cog.yaml", "build:\n  python_packages:\n    - numpy==1.23\n    - 'tensorflow==2.9.1'\n", 4),
    ("cog.yaml", "build:\n  run:\n    - pip install tensorflow==2.9.1\n", 3),
    ("binder/requirements.txt", "tensorflow==2.9.1\n", 1),
    (".binder/environment.yml", "dependencies:\n  - tensorflow=2.9\n", 2),
    ("conda/environment.yml", "dependencies:\n  - tensorflow=2.9\n", 2),
    ("envs/gpu.yaml", "dependencies:\n  - pip:\n    - tensorflow==2.9.1\n", 3),
    ("tests/requirements.txt", "pytest\ntensorflow==2.9.1\n", 2),
    ("requirements.lock", "numpy==1.23.5\ntensorflow==2.9.1\n", 2),
    ("requirements/base.pip", "tensorflow==2.9.1\n", 1),
    ("deps/requirements.txt", "tensorflow==2.9.1\n", 1),
    ("pyproject.toml", "[tool.flit.metadata]\nrequires = ['tensorflow==2.9.*']\n", 2),
]
NO_PLACES = [
    ("train.def", "LIBRARY tensorflow\nEXPORTS\n  run @1\n"),
    ("cog.yaml", "predict: 'predict.py:Predictor'  # tensorflow==2.9.1\n"),
    ("cog.yaml", "build:\n  python_packages:\n    # - tensorflow==2.9.1\n"),
    ("binder/notes.txt", "tensorflow==2.9.1\n"),
    ("envs/tensorflow.yml", "agent: {tensorflow: 2.9}\n"),
    ("models/requirements.txt", "tensorflow==2.9.1\n"),
    ("tests/data.txt", "tensorflow==2.9.1\n"),
]


@pytest.mark.parametrize(("name", "text", "line"), PLACES)
def test_other_places(name: str, text: str, line: int) -> None:
    write({".git/HEAD": "", name: text})
    assert installed() == ("2.9/2", f"{name}:{line}")


@pytest.mark.parametrize(("name", "text"), NO_PLACES)
def test_no_places(name: str, text: str) -> None:
    write({".git/HEAD": "", name: text})
    assert installed()[0] == NEW


@pytest.mark.parametrize("name", ["binder/requirements.txt", "tests/requirements.txt", "cog.yaml"])
def test_what_the_project_pins_comes_first(name: str) -> None:
    write({".git/HEAD": "", "requirements.txt": "tensorflow==2.17.0\n", name: "- tensorflow==2.9.1\n"})
    assert installed()[0] == "2.17/3"


def test_a_list_beside_an_image() -> None:
    write({"docker/requirements.txt": "tensorflow==2.9\n"})
    assert installed() == ("2.9/2", "docker/requirements.txt:1")


COMMANDS = [
    (WORKFLOW, "      - run: pip install tensorflow==2.9\n", "2.9/2"),
    (WORKFLOW, "run: |\n  pip install -U pip\n  python -m pip install 'tensorflow<2.16' numpy\n", "2.15/2"),
    (
        WORKFLOW,
        "tf: [2.9.1, '2.11']  # all\nrun: pip install tensorflow==${{ matrix.tf }}\n",
        "2.9..2.11/2",
    ),
    (
        WORKFLOW,
        "include:\n  - tf: 2.9.1\n  - tf: 2.11.0\nrun: pip install tensorflow-cpu~=${{matrix.tf}}\n",
        "2.9..2.11/2",
    ),
    (".gitlab-ci.yml", "script:\n  - pip install tensorflow==2.9\n", "2.9/2"),
    (".travis.yml", "install:\n  - pip install tensorflow==2.9\n", "2.9/2"),
    ("Makefile", "install:\n\tpip install tensorflow==2.9\n", "2.9/2"),
    ("setup.sh", "conda install -c conda-forge tensorflow-gpu=2.9\n", "2.9/2"),
    ("scripts/setup.sh", "pip install tensorflow==2.9 && python train.py\n", "2.9/2"),
]

COMMANDS += [
    (WORKFLOW, "container: tensorflow/tensorflow:2.9.1\n", "2.9/2"),
    (".gitlab-ci.yml", "image: 'tensorflow/tensorflow:2.9.1-gpu'\n", "2.9/2"),
    ("docker-compose.yml", "services:\n  a:\n    image: tensorflow/tensorflow:2.9.1\n", "2.9/2"),
    (
        "run.sh",
        "docker run --gpus all -it nvcr.io/nvidia/tensorflow:23.05-tf2-py3 python train.py\n",
        "2.12/2",
    ),
    ("run.sh", "docker pull \\\n  'tensorflow/tensorflow:2.9.1-gpu'\n", "2.9/2"),
    ("Makefile", "shell:\n\t@docker run --rm tensorflow/tensorflow:2.9.1 bash\n", "2.9/2"),
    ("run.sh", "singularity exec --nv docker://tensorflow/tensorflow:2.9.1 python train.py\n", "2.9/2"),
    (".devcontainer/devcontainer.json", '{"image": "tensorflow/tensorflow:2.9.1"}', "2.9/2"),
]

OTHER_COMMANDS = [
    (WORKFLOW, "# container: tensorflow/tensorflow:2.9.1\n"),
    (WORKFLOW, "container: tensorflow/tensorflow:latest\n"),
    ("docker-compose.yml", "services:\n  tensorflow:\n    build: tensorflow/tensorflow:2.9.1\n"),
    (WORKFLOW, "run: pip install tensorflow==${{ matrix.tf }}\n"),
    (WORKFLOW, "run: pip install tensorflow==${{ env.TF }}\n"),
    (WORKFLOW, "# run: pip install tensorflow==2.9\n"),
    (WORKFLOW, "run: echo 'pip install tensorflow==2.9'\n"),
    (WORKFLOW, "run: pip install -r tensorflow==2.9\n"),
    (WORKFLOW, "run: pip install keras-tuner==2.9\n"),
    ("setup.sh", "#pip install tensorflow==2.9\n"),
    ("setup.sh", "VERSION=2.9\npip install tensorflow==$VERSION\n"),
    ("setup.sh", "pip install numpy  # tensorflow==2.9\n"),
    ("setup.sh", "pip download tensorflow==2.9\n"),
    ("other/setup.sh", "pip install tensorflow==2.9\n"),
    ("run.sh", "# docker run tensorflow/tensorflow:2.9.1\n"),
    ("run.sh", "echo docker run tensorflow/tensorflow:2.9.1\n"),
    ("run.sh", "docker run tensorflow/tensorflow:latest-gpu\n"),
    ("run.sh", "docker rmi tensorflow/tensorflow:2.9.1\n"),
    ("run.sh", "docker run -v /tensorflow/tensorflow:/data me/mine:2.9\n"),
]


@pytest.mark.parametrize(("name", "text", "target"), COMMANDS)
def test_commands_say_what_they_install(name: str, text: str, target: str) -> None:
    write({name: text})
    assert installed()[0] == target
    assert installed()[1].startswith(f"{name}:")


@pytest.mark.parametrize(("name", "text"), OTHER_COMMANDS)
def test_commands_that_say_nothing(name: str, text: str) -> None:
    write({name: text})
    assert installed()[0] == NEW


TOLD = [
    ("README.md", "# A\n\n```\npip install tensorflow==2.9\n```\n", "2.9/2"),
    ("README.md", "```bash\n$ pip install numpy 'tensorflow<2.16'\n```\n", "2.15/2"),
    ("README.rst", "Install::\n\n    python -m pip install tensorflow==2.9.1\n", "2.9/2"),
    ("Readme.txt", "pip install tensorflow_gpu==2.9\n", "2.9/2"),
    ("INSTALL.md", "    (base) $ conda install -c conda-forge tensorflow-gpu=2.9\n", "2.9/2"),
    ("README.md", "    pip install numpy \\\n        tensorflow==2.9\n", "2.9/2"),
    ("README.md", "pip install tensorflow\n\npip install keras==2.9\n", "2.9/2"),
    ("README.md", "pip install tensorflow==2.9  # for the GPU.\n", "2.9/2"),
    ("README.md", "pip install tensorflow==2.9 -e .\n", "2.9/2"),
    ("README_zh.md", "pip install tensorflow==2.9\n", "2.9/2"),
    ("README.md", "    $ docker run --gpus all -it nvcr.io/nvidia/tensorflow:23.05-tf2-py3\n", "2.12/2"),
    ("README.md", "```\ndocker pull tensorflow/tensorflow:2.9.1-gpu\n```\n", "2.9/2"),
]

NOT_TOLD = [
    ("README.md", "Works with TensorFlow 2.0.\n"),
    ("README.md", "- tensorflow==2.9\n"),
    ("README.md", "```\npip install tensorflow\n```\n"),
    ("README.md", "```\npip install -U tensorflow\n```\n"),
    ("README.md", "pip install 'tensorflow>=2.8'\n"),
    ("README.md", "pip install 'tensorflow<2'\n\nor\n\npip install 'tensorflow>=2.0'\n"),
    ("README.md", "Run `pip install tensorflow==2.9` first.\n"),
    ("README.md", "pip install tensorflow==2.9 is what we did in 2022.\n"),
    ("README.md", "pip install tensorflow==2.9 for the old models\n"),
    ("README.md", "pip install tensorflow-datasets==2.9\n"),
    ("README.md", "pip install tensorflow-addons==0.10\n"),
    ("README.md", "# pip install tensorflow==2.9\n"),
    ("README.md", "pip install tensorflow==$VERSION\n"),
    ("README.md", "pip install tensorflow==<version>\n"),
    ("README.md", "pip uninstall tensorflow==2.9\n"),
    ("README", "pip install tensorflow==2.9\n"),
    ("README.md", "docker run of tensorflow/tensorflow:2.9.1 is how it began.\n"),
    ("README.md", "The image nvcr.io/nvidia/tensorflow:23.05-tf2-py3 has it.\n"),
    ("notes.txt", "pip install tensorflow==2.9\n"),
    ("docs/README.md", "pip install tensorflow==2.9\n"),
    ("CHANGELOG.md", "pip install tensorflow==2.9\n"),
]


@pytest.mark.parametrize(("name", "text", "target"), TOLD)
def test_what_users_are_told_to_install(name: str, text: str, target: str) -> None:
    write({name: text})
    assert installed()[0] == target
    assert installed()[1].startswith(f"{name}:")


@pytest.mark.parametrize(("name", "text"), NOT_TOLD)
def test_what_users_are_told_else(name: str, text: str) -> None:
    write({name: text})
    assert installed() == NOTHING


def test_the_line_that_users_are_told() -> None:
    write({"README.md": "# A\n\nInstall:\n\n    pip install tensorflow==2.9\n"})
    assert installed() == ("2.9/2", "README.md:5")


def test_what_is_not_in_the_project_is_not_looked_at() -> None:
    write({".git/HEAD": "", "project/pyproject.toml": "", "Dockerfile": "FROM tensorflow/tensorflow:2.9.1\n"})
    assert installed("project/train.py")[0] == "2.9/2"
    write({"apart/.git/HEAD": ""})
    assert installed("apart/train.py") == NOTHING
