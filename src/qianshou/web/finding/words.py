"""The street's words for talents: what people wrote that nobody has explained yet, what was explained, and the words there are."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Street
from qianshou.access.permissions import requires
from qianshou.care.models import TalentWord
from qianshou.care.operations.errors import Refused
from qianshou.care.operations.vocabulary import explain_word, take_back_word
from qianshou.care.queries.vocabulary import Speech, decided, who_wrote, word_of
from qianshou.care.rules.vocabulary import Talent, folded
from qianshou.kernel import clock

from ..toasts import toast

PAGE, SHOWN = 40, 5  # words on a page; people named beside each
Meaning = TalentWord.Meaning
REFUSALS = {
    "word": gettext_lazy("A word has 1 to %(most)s characters."),
    "meaning": gettext_lazy("Choose what the word means."),
    "code": gettext_lazy("Choose the talent that it stands for."),
    "known": gettext_lazy("“%(word)s” was explained already. Take that back first."),
    "used": gettext_lazy("Other words stand for “%(word)s”. Take those back first."),
}


def _speech(request: HttpRequest) -> Speech:
    return Speech(Street.objects.get(pk=request.scope.street_id), clock.today())


def _others(talent: Talent, language: str | None) -> list[str]:
    """The words beside the name; what differs in great and small letters only is one word."""
    words = {folded(word): word for word in reversed(talent.words)}
    words.pop(folded(talent.name(language)), None)
    return list(reversed(words.values()))


@requires("company.write")
def page(request: HttpRequest) -> HttpResponse:
    """Words not yet known with how many people wrote them and who; below, what was decided and every word there is."""
    speech, language = _speech(request), get_language()
    unknown = Paginator(speech.unknown(), PAGE).get_page(request.GET.get("page"))
    rows = []
    for one in unknown.object_list:
        people = list(who_wrote(scope=request.scope, speech=speech, texts=list(one.texts))[: SHOWN + 1])
        rows.append((one, people[:SHOWN], len(people) > SHOWN))
    talents = sorted(speech.talents.values(), key=lambda talent: (talent.own, talent.name(language)))
    names = {talent.code: talent.name(language) for talent in talents}
    context = {
        "page": unknown, "rows": rows, "talents": [(t.code, t.name(language), _others(t, language), t.own) for t in talents],
        "decided": [(row, names.get(row.code, "")) for row in decided(speech.street)[:100]], "readable": language,
    }  # fmt: skip
    return render(request, "web/finding/words.html", context)


@requires("company.write")
@require_POST
def explain(request: HttpRequest) -> HttpResponse:
    """`word` is `meaning`: "new", "none", or the code of the talent that it stands for."""
    post, speech = request.POST, _speech(request)
    chosen, word = post.get("meaning", ""), post.get("word", "")
    meaning = chosen if chosen in (Meaning.NEW, Meaning.NONE) else Meaning.SYNONYM
    try:
        row = explain_word(
            street_id=speech.street.pk, word=word, meaning=meaning, code="" if chosen == meaning else chosen, en=post.get("en", ""), on=speech.on, now=clock.now(), by_id=request.user.pk
        )
    except Refused as error:
        toast(request, str(REFUSALS[error.code]) % error.params, level=messages.ERROR)
        return redirect("finding-words")
    toast(request, _outcome(row, speech.street), undo=reverse("finding-word-undo", args=[row.pk]))
    return redirect("finding-words")


def _outcome(row: TalentWord, street: Street) -> str:
    """What became of it, in words."""
    if row.meaning == Meaning.NONE:
        return _("“%(word)s” is no talent: it is not asked about any more.") % {"word": row.word}
    talent = Speech(street, clock.today()).talents[row.code]
    return _("Whoever wrote “%(word)s” is found under %(talent)s from now on.") % {"word": row.word, "talent": talent.name(get_language())}


@requires("company.write")
@require_POST
def undo(request: HttpRequest, word_id: int) -> HttpResponse:
    """The explanation was a mistake."""
    row = or_404(lambda: word_of(scope=request.scope, word_id=word_id))
    try:
        if take_back_word(word_id=row.pk, now=clock.now(), by_id=request.user.pk):
            toast(request, _("Taken back: “%(word)s” is not yet known again.") % {"word": row.word})
    except Refused as error:
        toast(request, str(REFUSALS[error.code]) % error.params, level=messages.ERROR)
    return redirect("finding-words")
