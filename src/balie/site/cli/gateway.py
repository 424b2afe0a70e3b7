"""`balie gateway`: guard conversations; and what an administrator does about it from a terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balie.language import Text
from balie.site.cli.edge import FINDINGS, OK, Edge
from balie.site.cli.evidence.acting import acting, system_named, within_rights
from balie.site.cli.register.opening import open_register
from balie.site.cli.speech import Misuse, Order, Orders, WholeNumber, language_option, option

if TYPE_CHECKING:
    from balie.desk.models import Gate
    from balie.register.models import AISystem
    from balie.site.packs import Who

LAST_PORT, MOST_WORKERS = 65_535, 64


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the group in the language of the run."""
    language = edge.language
    port, workers = WholeNumber(0, LAST_PORT, language), WholeNumber(1, MOST_WORKERS, language)
    because = option("--because", about=_BECAUSE, language=language, metavar=_TEXT_HERE.say(language), default="")
    by = option("--by", about=_BY, language=language, metavar=_EMAIL.say(language), default=None)
    system = click.Argument(["system"], metavar=_SYSTEM.say(language))
    file = click.Argument(["policy"], metavar=_POLICY.say(language))

    def order(name: str, about: Text, act: Any, *params: click.Parameter) -> Order:
        listed = [*params, language_option(language)]
        return Order(name, language=language, summary=about, params=listed, callback=click.pass_obj(act))

    orders: dict[str, click.Command] = {
        "open": order("open", _OPEN, _open, system, file, because, by),
        "set": order("set", _SET, _set, system, file, because, by),
        "key": order("key", _KEY, _key, system, option("--name", about=_NAME, language=language, default="-"), by),
        "halt": order("halt", _HALT, _halt, system, because, by),
        "resume": order("resume", _RESUME, _resume, system, because, by),
        "try": order("try", _TRY, _try, file, click.Argument(["conversation"], metavar=_TALK.say(language))),
    }
    params = [
        option("--host", about=_HOST, language=language, default="127.0.0.1", metavar=_ADDRESS.say(language)),
        option("--port", about=_PORT, language=language, type=port, default=8001),
        option("--workers", about=_WORKERS, language=language, type=workers, default=1),
        language_option(language),
    ]
    return Orders(
        "gateway",
        language=language,
        summary=summary,
        commands=orders,
        params=params,
        callback=click.pass_context(_serve),
        invoke_without_command=True,
    )


def _serve(context: click.Context, /, *, host: str, port: int, workers: int) -> int | None:
    """Without a further command, guard conversations."""
    if context.invoked_subcommand is not None:
        return None
    edge: Edge = context.obj
    from balie.site.gateway import serve_alone  # noqa: PLC0415  only this command pays for it

    return serve_alone(host=host, port=port, workers=workers, lang=edge.language)


def _open(edge: Edge, /, *, system: str, policy: str, because: str, by: str | None) -> int:
    open_register()
    from balie.desk import service as desk  # noqa: PLC0415  read after the tables are there

    found = system_named(system)
    if found is None:
        raise Misuse(_NO_BOT)
    who = acting(by)
    _see_to_rights(who, found)
    try:
        gate = desk.open_gate(found, _policy(policy), because, by=who.actor, now=who.now)
    except (desk.GateTaken, desk.NoReason) as problem:
        raise Misuse(problem.message) from problem
    edge.say(_OPENED.say(edge.language).format(name=gate.slug))
    return OK


def _set(edge: Edge, /, *, system: str, policy: str, because: str, by: str | None) -> int:
    gate, who = _gate(system), acting(by)
    _see_to_rights(who, gate.system)
    from balie.desk import service as desk  # noqa: PLC0415  as above

    try:
        looser = desk.set_policy(gate, _policy(policy), because, by=who.actor, now=who.now)
    except desk.NoReason as lacking:
        raise Misuse(lacking.message) from lacking
    edge.say(_CHANGED.say(edge.language))
    for place in looser:
        edge.say(f"  {_LOOSER.say(edge.language)}: {place}")
    return OK


def _key(edge: Edge, /, *, system: str, name: str, by: str | None) -> int:
    gate, who = _gate(system), acting(by)
    _see_to_rights(who, gate.system)
    from balie.desk import service as desk  # noqa: PLC0415  as above

    edge.say(desk.fresh_key(gate, name, by=who.actor, now=who.now))
    edge.warn(_ONCE.say(edge.language))
    return OK


def _halt(edge: Edge, /, *, system: str, because: str, by: str | None) -> int:
    return _switch(edge, system, because, by, halting=True)


def _resume(edge: Edge, /, *, system: str, because: str, by: str | None) -> int:
    return _switch(edge, system, because, by, halting=False)


def _switch(edge: Edge, system: str, because: str, by: str | None, *, halting: bool) -> int:
    gate, who = _gate(system), acting(by)
    _see_to_rights(who, gate.system, halting=True)
    from balie.desk import service as desk  # noqa: PLC0415  as above

    act = desk.halt if halting else desk.resume
    try:
        moved = act(gate, because, by=who.actor, now=who.now)
    except desk.NoReason as lacking:
        raise Misuse(lacking.message) from lacking
    text = (_HALTED if halting else _RESUMED) if moved else _SO_ALREADY
    edge.say(text.say(edge.language).format(name=gate.slug))
    return OK


def _try(edge: Edge, /, *, policy: str, conversation: str) -> int:
    from balie.gateway.policy.reading import PolicyRefused, read_policy  # noqa: PLC0415  only this command needs it
    from balie.gateway.trying import TryRefused, read_trial, tried  # noqa: PLC0415

    try:
        trial = read_trial(_read(conversation), conversation)
        lines, failed = tried(read_policy(_read(policy), policy), trial, edge.language)
    except (PolicyRefused, TryRefused) as refused:
        for fault in refused.faults:
            edge.warn(fault.say(edge.language))
        return 2
    for line in lines:
        edge.say(line)
    return FINDINGS if failed else OK


def _see_to_rights(who: "Who", system: "AISystem", *, halting: bool = False) -> None:
    """Refuse somebody who may not do this to this system; whoever has the whole database at hand may."""
    from balie.people.service import Permission, require  # noqa: PLC0415  read after the tables are there

    if who.person is not None:
        with within_rights():
            wanted = Permission.HALT if halting else Permission.RUN_GATEWAY
            require(who.person, wanted, owner=system.owned_by_id)


def _gate(system: str) -> "Gate":
    open_register()
    from balie.desk.service import Gate  # noqa: PLC0415  as above

    found = system_named(system)
    gate = Gate.objects.select_related("system").filter(system=found).first() if found else None
    if gate is None:
        raise Misuse(_NO_GATE)
    return gate


def _policy(file: str) -> str:
    """The words of a policy that can be in force. Raise `Misuse`, with every fault and its line."""
    from balie.gateway.policy.reading import PolicyRefused, read_policy  # noqa: PLC0415  as above

    written = _read(file)
    try:
        read_policy(written, file)
    except PolicyRefused as refused:
        raise Misuse(
            Text(
                nl="\n".join(fault.say("nl") for fault in refused.faults),
                en="\n".join(fault.say("en") for fault in refused.faults),
            )
        ) from refused
    return written


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(Text(nl=f"{file} kan niet gelezen worden.", en=f"{file} cannot be read.")) from error


_OPEN = Text(
    nl="Zet een AI-systeem in de gateway, met een beleid.", en="Put an AI system in the gateway, with a policy."
)
_SET = Text(nl="Stel een ander beleid vast.", en="Set another policy.")
_KEY = Text(nl="Maak een sleutel voor een programma.", en="Make a key for a program.")
_HALT = Text(nl="Zet een bot stil; klanten krijgen een medewerker.", en="Halt a bot; customers get a person.")
_RESUME = Text(nl="Zet een bot weer aan.", en="Let a bot speak again.")
_TRY = Text(
    nl="Speel een gesprek na met een beleid, zonder bot en zonder iets te bewaren.",
    en="Play a conversation with a policy, without a bot and without keeping anything.",
)
_SYSTEM = Text(nl="SYSTEEM", en="SYSTEM")
_POLICY = Text(nl="BELEID", en="POLICY")
_TALK = Text(nl="GESPREK", en="CONVERSATION")
_BECAUSE = Text(nl="Waarom; dit komt in het logboek.", en="Why; this goes into the log.")
_BY = Text(
    nl="Uit naam van wie: het e-mailadres van een account.", en="In whose name: the e-mail address of an account."
)
_NAME = Text(nl="Waar de sleutel voor is.", en="What the key is for.")
_HOST = Text(nl="Adres waarop de gateway luistert.", en="Address the gateway listens on.")
_PORT = Text(nl="Poort waarop de gateway luistert.", en="Port the gateway listens on.")
_WORKERS = Text(nl="Aantal processen.", en="Number of processes.")
_ADDRESS = Text(nl="ADRES", en="ADDRESS")
_TEXT_HERE = Text(nl="TEKST", en="TEXT")
_EMAIL = Text(nl="E-MAIL", en="EMAIL")
_NO_BOT = Text(nl="De organisatie zelf is geen bot.", en="The organisation itself is no bot.")
_NO_GATE = Text(
    nl="Dit systeem staat niet in de gateway. Zet het erin met: balie gateway open",
    en="This system is not in the gateway. Put it there with: balie gateway open",
)
_OPENED = Text(
    nl="Het systeem staat in de gateway als '{name}'. Maak nu een sleutel: balie gateway key",
    en="The system is in the gateway as '{name}'. Now make a key: balie gateway key",
)
_CHANGED = Text(nl="Het beleid is vastgesteld.", en="The policy is set.")
_LOOSER = Text(nl="soepeler", en="looser")
_ONCE = Text(nl="Bewaar deze sleutel; hij wordt niet nog eens getoond.", en="Keep this key; it is not shown again.")
_HALTED = Text(
    nl="'{name}' staat stil. Klanten krijgen een medewerker.", en="'{name}' is halted. Customers get a person."
)
_RESUMED = Text(nl="'{name}' staat weer aan.", en="'{name}' speaks again.")
_SO_ALREADY = Text(nl="Dat was al zo. Er is niets gewijzigd.", en="That was so already. Nothing changed.")
