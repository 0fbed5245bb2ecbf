"""The modules of the field trial are those of a tool: they import each other by their plain names."""

from __future__ import annotations

import sys
from pathlib import Path

TOOL = Path(__file__).resolve().parent.parent.parent / "tools" / "trial"
sys.path.append(str(TOOL))
