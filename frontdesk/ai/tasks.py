"""Named pipelines of a model, as its ``task`` column holds them:

    [{name, title, description, inputs: [{name, label, type, required, options}],
      steps: [{prompt, output: 'text' | 'json', schema}]}]

Pure. An input is ``text`` (a line), ``long_text``, ``number``, ``boolean``, ``date`` (YYYY-MM-DD) or ``choice`` (one of
its ``options``), and required unless it says ``required: false``. A prompt may name inputs and the answers of earlier
steps (``task_prompts``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import orjson

from frontdesk.ai import task_prompts, task_schemas
from frontdesk.ai.task_prompts import BadReference, Reference

MAX_BYTES = 200_000  # of all tasks of a model together
MAX_TASKS = 20
MAX_INPUTS = 20
MAX_STEPS = 10
MAX_OPTIONS = 100
MAX_LINE = 120
MAX_DESCRIPTION = 2_000
MAX_PROMPT = 20_000

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_INPUT_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TASK_KEYS = {"name", "title", "description", "inputs", "steps"}
_INPUT_KEYS = {"name", "label", "type", "description", "required", "options"}
_STEP_KEYS = {"prompt", "output", "schema"}


class InputType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"


class Output(StrEnum):
    TEXT = "text"
    JSON = "json"


@dataclass(slots=True)
class _Problems:
    found: list[dict[str, str]] = field(default_factory=list)

    def add(self, where: str, message: str) -> None:
        self.found.append({"field": where, "message": message})


def check_tasks(task: object) -> list[dict[str, str]]:
    """All that is wrong with a ``task`` value as ``{"field": "task.0.steps.1.prompt", "message"}``; [] when it fits."""
    problems = _Problems()
    if wrong := _unstorable(task):
        problems.add("task", wrong)
        return problems.found
    names: set[str] = set()
    for number, each in enumerate(_list_of(task, "task", MAX_TASKS, problems)):
        _check_task(each, f"task.{number}", names, problems)
    return problems.found


def _unstorable(task: object) -> str:
    try:
        encoded = orjson.dumps(task)
    except (TypeError, RecursionError):
        return "The tasks are not JSON."
    if len(encoded) > MAX_BYTES:
        return f"The tasks have {len(encoded)} bytes; at most {MAX_BYTES} are allowed."
    return "The character NUL is not allowed." if rb"\u0000" in encoded else ""


def _check_task(task: object, where: str, names: set[str], problems: _Problems) -> None:
    if not isinstance(task, Mapping):
        problems.add(where, "A task is an object with name, title, inputs and steps.")
        return
    _check_keys(task, _TASK_KEYS, where, problems)
    _check_name(task.get("name"), _SLUG, f"{where}.name", names, problems, "a-z, 0-9 and hyphens, as in reply-draft")
    _check_text(task.get("title", ""), f"{where}.title", MAX_LINE, problems)
    _check_text(task.get("description", ""), f"{where}.description", MAX_DESCRIPTION, problems)
    inputs = _list_of(task.get("inputs", []), f"{where}.inputs", MAX_INPUTS, problems)
    input_names: set[str] = set()
    for number, each in enumerate(inputs):
        _check_input(each, f"{where}.inputs.{number}", input_names, problems)
    steps = _list_of(task.get("steps"), f"{where}.steps", MAX_STEPS, problems)
    if not steps and isinstance(task.get("steps"), list):
        problems.add(f"{where}.steps", "A task needs at least one step.")
    for number, each in enumerate(steps):
        _check_step(each, f"{where}.steps.{number}", input_names, steps[:number], problems)


def _check_input(value: object, where: str, names: set[str], problems: _Problems) -> None:
    if not isinstance(value, Mapping):
        problems.add(where, "An input is an object with name, label and type.")
        return
    _check_keys(value, _INPUT_KEYS, where, problems)
    _check_name(value.get("name"), _INPUT_NAME, f"{where}.name", names, problems, "a-z, 0-9 and _, a letter first")
    _check_text(value.get("label", ""), f"{where}.label", MAX_LINE, problems)
    _check_text(value.get("description", ""), f"{where}.description", MAX_DESCRIPTION, problems)
    kind = value.get("type", InputType.TEXT)
    if kind not in list(InputType):
        problems.add(f"{where}.type", f"Use one of {', '.join(InputType)}.")
    if not isinstance(value.get("required", True), bool):
        problems.add(f"{where}.required", "Use true or false.")
    if kind == InputType.CHOICE or "options" in value:
        _check_options(value.get("options"), kind, f"{where}.options", problems)


def _check_options(options: object, kind: object, where: str, problems: _Problems) -> None:
    if kind != InputType.CHOICE:
        problems.add(where, "Only inputs of the type choice have options.")
        return
    texts = isinstance(options, list) and all(isinstance(each, str) and 0 < len(each) <= MAX_LINE for each in options)
    if not isinstance(options, list) or not texts or not 0 < len(options) <= MAX_OPTIONS:
        problems.add(where, f"Give 1 to {MAX_OPTIONS} options, each a text of up to {MAX_LINE} characters.")
    elif len(set(options)) < len(options):
        problems.add(where, "Each option may stand there once.")


def _check_step(step: object, where: str, inputs: set[str], earlier: Sequence[object], problems: _Problems) -> None:
    if not isinstance(step, Mapping):
        problems.add(where, "A step is an object with prompt and output.")
        return
    _check_keys(step, _STEP_KEYS, where, problems)
    output = step.get("output", Output.TEXT)
    if output not in list(Output):
        problems.add(f"{where}.output", "Use text or json.")
    elif output == Output.JSON:
        if wrong := task_schemas.check_schema(step.get("schema")):
            problems.add(f"{where}.schema", wrong)
    elif step.get("schema") is not None:
        problems.add(f"{where}.schema", "Only a step with the output json has a schema.")
    prompt = step.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        problems.add(f"{where}.prompt", "Write what the model shall do.")
    elif _check_text(prompt, f"{where}.prompt", MAX_PROMPT, problems):
        _check_references(prompt, f"{where}.prompt", inputs, earlier, problems)


def _check_references(
    prompt: str, where: str, inputs: set[str], earlier: Sequence[object], problems: _Problems
) -> None:
    try:
        references = task_prompts.find_references(prompt)
    except BadReference as error:
        problems.add(where, str(error))
        return
    for reference in dict.fromkeys(references):
        if wrong := _wrong_reference(reference, inputs, earlier):
            problems.add(where, wrong)


def _wrong_reference(reference: Reference, inputs: set[str], earlier: Sequence[object]) -> str:
    if reference.step == 0:
        known = ", ".join(sorted(inputs)) or "none"
        name = reference.path[0]
        return "" if name in inputs else f"There is no input “{name}”; this task has: {known}."
    if reference.step > len(earlier):
        return f"Step {len(earlier) + 1} can use earlier steps only; step {reference.step} is not one."
    if not reference.path:
        return ""
    step = earlier[reference.step - 1]
    if not isinstance(step, Mapping) or step.get("output") != Output.JSON:
        return f"Step {reference.step} answers text, which has no field “{reference.path[0]}”. Make its output json."
    missing = task_schemas.lacks_field(step.get("schema"), reference.path)
    return (
        f"The schema of step {reference.step} has no “{missing}”, which {reference.text} asks for." if missing else ""
    )


def _list_of(value: object, where: str, most: int, problems: _Problems) -> list[object]:
    if not isinstance(value, list):
        problems.add(where, "This must be a list.")
        return []
    if len(value) > most:
        problems.add(where, f"At most {most} are allowed; there are {len(value)}.")
        return []
    return value


def _check_keys(value: Mapping[object, object], known: set[str], where: str, problems: _Problems) -> None:
    for key in value:
        if key not in known:
            problems.add(
                f"{where}.{str(key)[:40]}", f"There is no such property; known are {', '.join(sorted(known))}."
            )


def _check_name(
    name: object, pattern: re.Pattern[str], where: str, taken: set[str], problems: _Problems, rule: str
) -> None:
    if not isinstance(name, str) or len(name) > 60 or not pattern.fullmatch(name):
        problems.add(where, f"Use up to 60 characters of {rule}.")
    elif name in taken:
        problems.add(where, f"The name “{name}” is taken; each must be unique.")
    else:
        taken.add(name)


def _check_text(value: object, where: str, most: int, problems: _Problems) -> bool:
    if not isinstance(value, str):
        problems.add(where, "This must be a text.")
    elif len(value) > most:
        problems.add(where, f"At most {most} characters; there are {len(value)}.")
    else:
        return True
    return False
