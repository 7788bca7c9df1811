"""Renders of e-mail templates per second by kind, against the bare libraries called in a loop, and previews of 100 kB.

Bare is what the libraries do without limits, sanitising or checks: python-liquid, mrml, css-inline, inscriptis, on the
same template and data in the same process. A preview is asked of a running server with a template it has not seen.

usage: python -m bench.templates [--rounds 5] [--seconds 1] [--previews 20] [--no-server]
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from statistics import median

import css_inline
import inscriptis
import liquid
import mrml

from bench import client, figures, stage

TYPE = "order_confirmation"
AIMS = {"Liquid only": "≥ 0.80", "MJML + inline + text": "≥ 0.80"}
PREVIEW_BYTES = 100_000
PREVIEW_AIM = "< 100 ms"
_WORDS = (
    "The office has moved two doors down and opens at nine on weekdays. Bring the letter you were sent, a photograph "
    "that is not older than six months, and proof of your address; copies will do. If you cannot come yourself, "
    "somebody you trust may come for you with a note that you have signed. We answer within two working days. "
)


def make_big() -> str:
    """A newsletter of as many sections as make 100 kB: image, heading, text with a condition and a link, button."""
    head = (
        "<mjml><mj-head><mj-attributes><mj-all font-family='Arial, sans-serif' /><mj-text color='#1f2937' />"
        "</mj-attributes><mj-style inline='inline'>h2 { margin: 0; font-size: 20px; } a { color: #1f4f82; }"
        "</mj-style></mj-head><mj-body background-color='#ffffff'><!-- NUMBER -->\n"
    )
    tail = "</mj-body></mjml>"
    parts: list[str] = []
    while sum(map(len, parts)) + len(head) + len(tail) < PREVIEW_BYTES:
        number = len(parts) + 1
        parts.append(
            f"<mj-section><mj-column>\n<mj-image src='https://example.test/{number}.png' alt='Story {number}' />\n"
            f"<mj-text><h2>Story {number} for {{{{ name }}}}</h2></mj-text>\n<mj-text>{_WORDS * 4}"
            f"{{% if action_url != blank %}}<a href='{{{{ action_url }}}}?story={number}'>All of story {number}</a>"
            f"{{% endif %}}</mj-text>\n<mj-button href='https://example.test/{number}' background-color='#1f4f82'>"
            f"Open story {number}</mj-button>\n</mj-column></mj-section>\n"
        )
    return (head + "".join(parts) + tail).replace("'", '"')


def kinds() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """By kind, what we do and what the bare libraries do."""
    import django

    django.setup()
    from frontdesk.mail import shipped, template_types
    from frontdesk.mail.rendering import Limits, TemplateSource, preview, render
    from frontdesk.mail.rendering.compiling import compile_source
    from frontdesk.mail.rendering.liquid_env import run_templates
    from frontdesk.mail.rendering.running import Run

    kind = template_types.TemplateType(TYPE)
    data = template_types.sample_data(kind, "en")
    ours = shipped.load(kind, "en").source()
    source = TemplateSource(ours.subject, ours.html_code, ours.preheader, None, "mjml", "en")
    limits = Limits()
    text = shipped.load(kind, "en").text_code * 10
    field = compile_source(TemplateSource("s", "x", text_code=text), limits).fields["text_code"].template
    bare_env = liquid.Environment()
    bare_text, bare_body = bare_env.from_string(text), bare_env.from_string(source.html_code)
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)

    def bare_mail(template: liquid.BoundTemplate) -> str:
        html = inliner.inline(mrml.to_html(template.render(**data)).content)
        inscriptis.get_text(html)
        return html

    numbers = count()

    def fresh() -> object:
        code = source.html_code.replace("<mjml>", f"<mjml><!-- {next(numbers)} -->")
        return preview(TemplateSource(source.subject, code, source.preheader, None, "mjml", "en"), data)

    return {
        "Liquid only": (
            lambda: run_templates([field], Run(limits, time.monotonic), data),
            lambda: bare_text.render(**data),
        ),
        "MJML + inline + text": (lambda: render(source, data, strict=True), lambda: bare_mail(bare_body)),
        "… seen for the first time, with all checks": (
            fresh,
            lambda: bare_mail(bare_env.from_string(source.html_code)),
        ),
    }


def per_second(work: Callable[[], object], seconds: float) -> float:
    """Of the processor's time: a render waits for nothing, and other work on the machine does not count."""
    started, done = time.process_time(), 0
    while (elapsed := time.process_time() - started) < seconds:
        work()
        done += 1
    return done / elapsed


def measure_renders(rounds: int, seconds: float) -> list[figures.Figure]:
    rates: dict[str, list[float]] = defaultdict(list)
    pairs = kinds()
    for ours, bare in pairs.values():
        ours(), bare()
    for _ in range(rounds):
        for name, (ours, bare) in pairs.items():
            rates[name].append(per_second(ours, seconds))
            rates[f"bare {name}"].append(per_second(bare, seconds))
    return [
        figures.compare(f"renders, {name}", rates[name], rates[f"bare {name}"], "renders/s", aim=AIMS.get(name, ""))
        for name in pairs
    ]


def measure_previews(times: int) -> list[figures.Figure]:
    big = make_big()
    with stage.new() as house:
        stage.fill(house, contacts=10)
        with house.web() as (web, port):

            def make(number: int) -> bytes:
                body = {"html_code": big.replace("NUMBER", str(number)), "type": "welcome", "source_format": "mjml"}
                return client.request(
                    "POST",
                    "/api/email-templates/preview",
                    stage.key_of(1),
                    json.dumps({**body, "subject": "S"}).encode(),
                )

            client.load(port, lambda number: make(-number - 1), connections=1, count=3)
            before = stage.cpu_seconds(web.pid)
            done = client.load(port, make, connections=1, count=times)
            cpu = (stage.cpu_seconds(web.pid) - before) / times * 1000
    milliseconds = [seconds * 1000 for seconds in done.latencies]
    note = f"{len(big) // 1000} kB of MJML, each seen for the first time; slowest {max(milliseconds):.0f} ms"
    return [
        figures.Figure("preview, round trip", median(milliseconds), "ms", aim=PREVIEW_AIM, note=note),
        figures.Figure("… CPU of the web process for one", cpu, "ms"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--previews", type=int, default=20)
    parser.add_argument("--no-server", action="store_true", help="only the renders")
    options = parser.parse_args()
    if options.no_server:
        import os

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")
        os.environ.setdefault("FRONTDESK_ENV", "test")
    found = [] if options.no_server else measure_previews(options.previews)
    found += measure_renders(options.rounds, options.seconds)
    figures.report("templates", found)


if __name__ == "__main__":
    main()
