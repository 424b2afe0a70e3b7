"""Work on the duties of the example organisation: owners, deadlines, proofs and tasks, so that the pages show life.

Everything goes through the same services as the work of real people, so nothing here is greener than it could be: most
duties stay open, one statement has ended, and one document waits for a second pair of eyes.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from balie.duties import service as duties
from balie.duties.tasks import comment_on_duty
from balie.people.models import User
from balie.register.acting import Acting
from balie.register.models import AISystem

_NOTICE, _TRAINING, _REACH = "be-open-about-the-bot", "support-ai-literacy", "person-always-reachable"
_IMPACT, _RECORD = "assess-privacy-impact", "keep-processing-register"


@transaction.atomic
def load(*, now: datetime, today: date) -> bool:
    """Add the work to an example in which nobody has done anything yet; say whether there was anything to add."""
    people = {person.email.partition("@")[0]: person for person in User.objects.exclude(name="")}
    sanne, samira, petra = (people.get(name) for name in ("sanne.hoekstra", "samira.haddou", "petra.wiersma"))
    wim = AISystem.objects.filter(name="Wim").first()
    if not (sanne and samira and petra and wim) or duties.Task.objects.exists():
        return False
    at = _Days(now, today)
    _plan(wim, samira, petra, at.acting(sanne, -20))
    _state(wim, at, sanne)
    _file(wim, at, sanne, samira)
    _ask(wim, at, sanne, samira, petra)
    duties.judge_stale(now)
    return True


class _Days:
    """Days around today, at the same hour."""

    def __init__(self, now: datetime, today: date) -> None:
        self.now, self.today = now, today

    def acting(self, person: User, days: int) -> Acting:
        """Somebody who did something so many days from today."""
        return Acting(person, self.now + timedelta(days=days), self.day(days))

    def day(self, days: int) -> date:
        """A day so many days from today."""
        return self.today + timedelta(days=days)


def _plan(wim: AISystem, samira: User, petra: User, doing: Acting) -> None:
    """Some duties have an owner and a deadline: one is late, one is near, one has time."""
    today = doing.today + timedelta(days=20)
    for duty, owner, days in (
        (_NOTICE, samira, 12),
        (_TRAINING, petra, -4),
        (_IMPACT, samira, 60),
        (_REACH, petra, 25),
    ):
        rows = duties.SystemDuty.objects.filter(system=wim, duty=duty).values_list("pk", flat=True)
        wanted = duties.Plan(owner, today + timedelta(days=days), set_owner=True, set_deadline=True)
        if rows:
            duties.plan_duties(rows, wanted, doing)


def _state(wim: AISystem, at: _Days, sanne: User) -> None:
    """A statement that holds, and one that ended."""
    duties.attest(
        wim.pk,
        _REACH,
        "Zelf in de chat om een medewerker gevraagd, op drie dagen. Binnen twee minuten kwam er iemand.",
        at.day(150),
        at.acting(sanne, -14),
    )
    duties.attest(
        wim.pk,
        _TRAINING,
        "Lijst van adviseurs naast de training van het voorjaar gelegd. Iedereen was geweest, op twee nieuwe na.",
        at.day(-9),
        at.acting(sanne, -190),
    )


def _file(wim: AISystem, at: _Days, sanne: User, samira: User) -> None:
    """A document that a second person accepted, and one that still waits."""
    notices = duties.Upload(
        "meldingen-wim.pdf",
        a_pdf("Voorbeeld: de AI-meldingen van Wim", "Chat: Je praat met Wim, een digitale assistent (AI)."),
        "AI-meldingen van Wim",
        at.day(200),
    )
    made = duties.file_proof(wim.pk, _NOTICE, notices, at.acting(sanne, -12))
    said = "Zelf vergeleken met de chat van vandaag."
    duties.review_file(made.pk, accepted=True, note=said, acting=at.acting(samira, -11))
    record = duties.Upload(
        "verwerkingsregister-wim.pdf", a_pdf("Voorbeeld: regel in het verwerkingsregister", "Wim"), "Regel in register"
    )
    duties.file_proof(wim.pk, _RECORD, record, at.acting(sanne, -2))


def _ask(wim: AISystem, at: _Days, sanne: User, samira: User, petra: User) -> None:
    """Tasks: one is late, one is near, one is done; and people talk about a duty."""
    doing = at.acting(sanne, -10)
    about = duties.About(wim.pk, _TRAINING)
    duties.add_task(duties.Wanted("Training inplannen voor twee nieuwe adviseurs", "", petra, at.day(-4)), about, doing)
    duties.add_task(
        duties.Wanted("DPIA bijwerken na de nieuwe modelversie", "De FG wil meelezen.", samira, at.day(9)),
        duties.About(wim.pk, _IMPACT),
        doing,
    )
    done = duties.add_task(
        duties.Wanted("Contactpagina nalopen op de weg naar een mens", "", samira, at.day(-6)),
        duties.About(wim.pk, _REACH),
        doing,
    )
    duties.finish_task(done.pk, "Het telefoonnummer stond te laag. Het staat nu bovenaan.", at.acting(samira, -7))
    comment_on_duty(
        wim.pk, _TRAINING, "Lukt het om de twee nieuwe collega's deze maand te trainen?", at.acting(sanne, -5)
    )
    comment_on_duty(wim.pk, _TRAINING, "Ja, de avondploeg op donderdag.", at.acting(petra, -4))


def a_pdf(title: str, *lines: str) -> bytes:
    """A small, sound PDF of one page with some plain words on it."""
    words = " ".join(f"({line}) Tj T*" for line in (title, *lines))
    drawn = f"BT /F1 14 Tf 60 780 Td 22 TL {words} ET".encode("latin-1")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 %s >> >> >>"
        % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    file, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(file),
    )
