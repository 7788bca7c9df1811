"""Running a task of a model: step after step through the gateway, each metered like any other call.

What each step answered is stored before the next begins; a step that fails ends the run and keeps what there is.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from frontdesk.ai import gateway, task_inputs, task_prompts
from frontdesk.ai.gateway import Call, Charged, ChatRequest, ChatStream
from frontdesk.ai.models import ModelType, TaskRun
from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Target
from frontdesk.ai.task_prompts import BadReference, Material
from frontdesk.ai.tasks import Output
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Profile
from frontdesk.platform import jobs, loops, observe, tenancy
from frontdesk.platform.errors import AppError, BadInput, NotFound

LOST_AFTER = timedelta(hours=6)  # longer than ten steps with all their tries can take
STOPPED = "Stopped before it was done: whoever waited for it went away."
LOST = "The server stopped while this ran. Run it again."

Event = tuple[str, dict[str, object]]


@dataclass(slots=True)
class Running:
    """A run that has begun. ``mark``: see ``task_prompts``."""

    run_id: UUID
    call: Call
    target: Target
    task: Mapping[str, Any]
    inputs: Mapping[str, object]
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    steps: list[dict[str, object]] = field(default_factory=list)

    @property
    def answers(self) -> list[object]:
        return [step["value"] for step in self.steps]


def start(
    actor: Actor, *, model_type: ModelType, model_id: int, task_name: str, inputs: Mapping[str, object]
) -> Running:
    """Checks what must be and stores the run, in the caller's transaction; ``perform`` it after that.

    Raises what ``find_target`` raises, NotFound for a task that the model does not have, BadInput for its inputs.
    """
    access.require(actor, Permission.AI_USE)
    person = lookup.person_of(actor)
    target = lookup.find_target(person, model_type, model_id=model_id)
    task = next((each for each in target.tasks if each["name"] == task_name), None)
    if task is None:
        known = ", ".join(each["name"] for each in target.tasks) or "none"
        raise NotFound(f"{target.name} has no task “{task_name[:60]}”. Its tasks: {known}.", code="task-not-found")
    values = task_inputs.check_inputs(task.get("inputs", []), inputs)
    run = TaskRun.objects.create(
        organization_id=person.org_id,
        user_id=person.profile_id,
        model_type=target.model_type,
        model_id=target.id,
        model_name=target.name,
        task_name=task_name,
        task_title=task.get("title", ""),
        inputs=values,
    )
    call = Call(
        person,
        f"task:{task_name}",
        related=("task_run", str(run.id)),
        api_key_id=actor.api_key_id,
        request_id=observe.request_id(),
    )
    return Running(run.id, call, target, task, values)


async def perform(running: Running, *, stream: bool = False) -> AsyncGenerator[Event, None]:
    """Runs the steps, and tells of each: ``step``, with ``stream`` each ``token`` of a text, ``step_done``; at last
    ``done`` with the run. Close it, or cancel, to stop. Raises AppError, whose extra names the run and the step."""
    try:
        for index, step in enumerate(running.task["steps"]):
            yield "step", {"index": index, "output": step.get("output", Output.TEXT)}
            async with aclosing(_answer(running, index, step, stream)) as pieces:
                async for piece in pieces:
                    yield "token", {"index": index, "text": piece}
            await loops.in_database(_save, running)
            yield "step_done", {"index": index, **running.steps[index]}
    except BaseException as error:
        await asyncio.shield(asyncio.ensure_future(_fail(running, error)))
        raise
    run = await loops.in_database(_save, running, TaskRun.Status.DONE)
    yield "done", {"run": run}


async def _answer(running: Running, index: int, step: Mapping[str, Any], stream: bool) -> AsyncGenerator[str, None]:
    """Adds the step's answer to ``running.steps``; yields its pieces as they come, where that was asked for."""
    request = _request(running, step)
    if step.get("output") == Output.JSON:
        value, served = await gateway.structured(running.call, running.target, request, step["schema"])
        _add(running, Output.JSON, value, served.target, served.charged)
    elif stream:
        chunks, parts, finish = ChatStream(running.call, running.target, request), [], ""
        async with aclosing(chunks):
            async for chunk in chunks:
                for choice in chunk.get("choices") or ():
                    finish = choice.get("finish_reason") or finish
                    if text := (choice.get("delta") or {}).get("content"):
                        parts.append(text)
                        yield text
        _add(running, Output.TEXT, "".join(parts), chunks.target, chunks.charged, is_cut=finish == "length")
    else:
        served = await gateway.chat(running.call, running.target, request)
        finish = (served.answer.body.get("choices") or [{}])[0].get("finish_reason") or ""
        _add(running, Output.TEXT, served.answer.text, served.target, served.charged, is_cut=finish == "length")


def _request(running: Running, step: Mapping[str, Any]) -> ChatRequest:
    """The step's prompt as a message of the user; the model's own instructions go in front of it in the gateway."""
    declared = running.task.get("inputs", [])
    material = Material(running.inputs, task_inputs.free_names(declared), running.answers, running.mark)
    try:
        prompt = task_prompts.fill(step["prompt"], material)
    except BadReference as error:
        raise BadInput(
            f"{error} Make that property required in the step's schema.", code="task-field-missing"
        ) from error
    if f"data-{running.mark}" in prompt:
        prompt = f"{task_prompts.explain_marks(running.mark)}\n\n{prompt}"
    return ChatRequest(messages=[{"role": "user", "content": prompt}], max_tokens=running.target.max_tokens)


def _add(
    running: Running, output: Output, value: object, target: Target, charged: Charged, *, is_cut: bool = False
) -> None:
    running.steps.append(
        {
            "output": output.value,
            "value": _storable(value),
            "is_cut": is_cut,  # it reached max_tokens
            "prompt_tokens": charged.prompt_tokens,
            "completion_tokens": charged.completion_tokens,
            "cost": f"{charged.cost:.8f}",
            "estimated": charged.estimated,
            "served_by": target.ref,
            "latency_ms": charged.latency_ms,
        }
    )


def _storable(value: object) -> object:
    """Without the one character that PostgreSQL cannot hold."""
    return orjson.loads(orjson.dumps(value).replace(rb"\u0000", b""))


async def _fail(running: Running, error: BaseException) -> None:
    number = len(running.steps) + 1
    if isinstance(error, AppError):
        error.extra |= {"run_id": str(running.run_id), "step": number}
        reason = error.detail
    elif number > len(running.task["steps"]):  # all was there; only the listener was not
        await loops.in_database(_save, running, TaskRun.Status.DONE)
        return
    else:
        is_stop = isinstance(error, asyncio.CancelledError | GeneratorExit)
        reason = STOPPED if is_stop else "This is our fault; it has been logged."
    await loops.in_database(_save, running, TaskRun.Status.FAILED, f"Step {number}: {reason}")


def _save(running: Running, status: TaskRun.Status = TaskRun.Status.RUNNING, error: str = "") -> dict[str, object]:
    with lookup.acting(running.call.person):
        run = _runs().get(id=running.run_id)
        run.steps, run.status, run.error = running.steps, status, error
        run.finished_at = None if status is TaskRun.Status.RUNNING else timezone.now()
        run.save(update_fields=["steps", "status", "error", "finished_at"])
        return present(run)


def _runs() -> "QuerySet[TaskRun]":
    """With the names of their people. Not by a join: it would lose the runs of people who cannot be seen from here."""
    person = Profile.objects.filter(id=OuterRef("user_id"))
    runs: QuerySet[TaskRun] = TaskRun.objects.annotate(
        full_name=Subquery(person.values("full_name")), email=Subquery(person.values("email"))
    )
    return runs


def list_runs(actor: Actor, *, profile_id: UUID | None = None) -> "QuerySet[TaskRun]":
    """One's own; for those who manage AI everybody's, or ``profile_id``'s."""
    access.require(actor, Permission.AI_USE)
    runs = _runs()
    if not actor.may(Permission.AI_MANAGE):
        runs = runs.filter(user_id=actor.profile_id)
    return runs.filter(user_id=profile_id) if profile_id else runs


def get_run(actor: Actor, run_id: UUID) -> TaskRun:
    run = list_runs(actor).filter(id=run_id).first()
    if run is None:
        raise NotFound
    return run


def present_brief(run: TaskRun) -> dict[str, object]:
    """A run as plain data, without what went in and came out. People who cannot be seen from here have no name."""
    names = ("id", "model_type", "model_id", "model_name", "task_name", "task_title", "status", "error")
    person = {name: getattr(run, name) or "" for name in ("full_name", "email")}
    return {
        **{name: getattr(run, name) for name in names},
        "person": {"id": run.user_id, **person},
        "created_at": run.created_at,
        "finished_at": run.finished_at,
    }


def present(run: TaskRun) -> dict[str, object]:
    return {**present_brief(run), "inputs": run.inputs, "steps": run.steps}


@jobs.task("ai.end_lost_runs", queue=jobs.Queue.BULK)
def end_lost_runs() -> None:
    """Runs whose process was killed say so."""
    with tenancy.platform("end lost task runs"):
        lost = TaskRun.objects.filter(status=TaskRun.Status.RUNNING, created_at__lt=timezone.now() - LOST_AFTER)
        lost.update(status=TaskRun.Status.FAILED, error=LOST, finished_at=timezone.now())
