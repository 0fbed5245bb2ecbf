"""What the runners of GitHub and Azure, and readers of pylint's lines, make of what is written for them.

Each is read back by the grammar that is documented for it, and, for names and messages that nobody would
choose, is what the toolkits of GitHub and Azure themselves write.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.report.build import file_result, finding, run_result, source
from tests.report.packages import from_npm
from tflint_ckpt.finding import Severity
from tflint_ckpt.report import View, renderer

GITHUB = "@actions/core@1.11.1"
AZURE = "azure-pipelines-task-lib@5.281.0"

TEXTS = st.text(st.sampled_from("a%25B0D;:,]|[=#\r\n\x85 \u2028\u70b9'\"\\<"), min_size=1, max_size=12)
PATHS = TEXTS.filter(str.strip)
MESSAGES = TEXTS.map(lambda text: f"x{text}")
SEVERITIES = st.sampled_from(list(Severity))


def line_of(form: str, path: str, message: str, severity: Severity) -> str:
    """The line that *form* has for one finding."""
    file = source("a = 1\n", path=path)
    found = finding(file, "1", message=message, severity=severity)
    text = renderer(form)(run_result(file_result(file, found)), View())
    assert text.endswith("\n")
    return text[:-1]


def said(message: str) -> str:
    return " ".join(message.split())


def decoded(text: str, **codes: str) -> str:
    """*text* with each of *codes* as its character, in one pass."""
    pattern = "|".join(re.escape(f"%{code}") for code in codes)
    return re.sub(pattern, lambda match: codes[match[0][1:]], text)


@given(PATHS, MESSAGES, SEVERITIES)
def test_github_reads_what_was_written(path: str, message: str, severity: Severity) -> None:
    line = line_of("github", path, message, severity)
    assert "\n" not in line and "\r" not in line
    match = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line, re.DOTALL)
    assert match is not None
    level, properties, data = match.groups()
    characters = {"25": "%", "0D": "\r", "0A": "\n"}
    read = dict(each.split("=", 1) for each in properties.split(","))
    read = {key: decoded(value, **characters, **{"3A": ":", "2C": ","}) for key, value in read.items()}
    assert level == {"error": "error", "warning": "warning", "info": "notice"}[severity.value]
    title = "TFC101 checkpoint-max-to-keep"
    assert read == {"file": path, "line": "1", "endLine": "1", "col": "5", "endColumn": "6", "title": title}
    assert decoded(data, **characters) == f"{path}:1:5: {said(message)}"


@given(PATHS, MESSAGES, SEVERITIES)
def test_azure_reads_what_was_written(path: str, message: str, severity: Severity) -> None:
    line = line_of("azure", path, message, severity)
    assert "\n" not in line and "\r" not in line
    match = re.fullmatch(r"##vso\[task\.logissue ([^\]]*)\](.*)", line, re.DOTALL)
    assert match is not None
    properties, data = match.groups()
    characters = {"AZP25": "%", "0D": "\r", "0A": "\n"}
    read = dict(each.split("=", 1) for each in properties.split(";") if each)
    read = {key: decoded(value, **characters, **{"5D": "]", "3B": ";"}) for key, value in read.items()}
    kind = "error" if severity is Severity.ERROR else "warning"
    place = {"sourcepath": path, "linenumber": "1", "columnnumber": "5"}
    assert read == {"type": kind, **place, "code": "TFC101"}
    assert decoded(data, **characters) == f"{said(message)} (checkpoint-max-to-keep)"


@given(PATHS, MESSAGES, SEVERITIES)
def test_pylint_keeps_to_one_line(path: str, message: str, severity: Severity) -> None:
    [line] = line_of("pylint", path, message, severity).splitlines()
    match = re.fullmatch(r"(.*):(\d+): \[(\w+)\((\S+)\), (\S*)\] (.*)", line)
    assert match is not None
    assert match.group(2, 3, 4, 5) == ("1", "TFC101", "checkpoint-max-to-keep", "")


ODD = [
    ("a%25b.py", "100% of 5%25; a]b: c, d"),
    ("a;b]c:d,e=f.py", "%0D%0A %AZP25 %3B"),
    ("a\nb\rc.py", "::error ::x ##vso[task.complete result=Failed]"),
]


def by_node(package: Path, script: str, commands: list[Any]) -> list[str]:
    """What *script*, which reads *commands* as JSON, prints: a list."""
    node, given = ["node", "-e", script], json.dumps(commands)
    done = subprocess.run(node, cwd=package, input=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    written: list[str] = json.loads(done.stdout)
    return written


def test_github_is_what_its_toolkit_writes(tmp_path: Path) -> None:
    package = from_npm(GITHUB, tmp_path)
    place = {"line": 1, "endLine": 1, "col": 5, "endColumn": 6, "title": "TFC101 checkpoint-max-to-keep"}
    script = """
        const {issueCommand} = require("./lib/command.js"), lines = [], write = process.stdout.write;
        process.stdout.write = line => lines.push(line.replace(/\\n$/, ""));
        const given = JSON.parse(require("fs").readFileSync(0));
        for (const [properties, message] of given) issueCommand("error", properties, message);
        process.stdout.write = write;
        console.log(JSON.stringify(lines));
    """
    given = [[{"file": path, **place}, f"{path}:1:5: {said(message)}"] for path, message in ODD]
    assert by_node(package, script, given) == [line_of("github", *each, Severity.ERROR) for each in ODD]


def test_azure_is_what_its_toolkit_writes(tmp_path: Path) -> None:
    package = from_npm(AZURE, tmp_path)
    place = {"linenumber": "1", "columnnumber": "5", "code": "TFC101"}
    script = """
        const {TaskCommand} = require("./taskcommand.js");
        const command = ([properties, message]) => `${new TaskCommand("task.logissue", properties, message)}`;
        console.log(JSON.stringify(JSON.parse(require("fs").readFileSync(0)).map(command)));
    """
    name = "checkpoint-max-to-keep"
    commands = [
        [{"type": "error", "sourcepath": path, **place}, f"{said(message)} ({name})"] for path, message in ODD
    ]
    assert by_node(package, script, commands) == [line_of("azure", *each, Severity.ERROR) for each in ODD]
