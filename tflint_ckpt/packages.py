"""Packages that no project has a module of."""

from __future__ import annotations

import sys

ELSEWHERE = sys.stdlib_module_names | frozenset(
    "keras tensorflow tf_keras numpy pandas sklearn matplotlib cv2 PIL scipy absl tensorflow_datasets "
    "tensorflow_hub tensorflow_addons tqdm h5py yaml torch wandb mlflow seaborn skimage transformers nltk "
    "click gym requests pytest IPython google".split()
)
"""Names of packages; nobody looks for a file of them in a project."""
