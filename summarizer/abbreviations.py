"""Words that end in a stop without ending a sentence, and words that begin one: tables for the sentence splitter.

`COMMON` is what every text was split by from the beginning, English above all; it must not change, because sentence
numbers are part of what a model was shown. A language of its own adds to it, for texts in that language alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, eq=False)
class Abbreviations:
    """The tables of one language."""

    titles: frozenset[str]
    """Before a name or an argument: the sentence goes on, whatever follows."""
    numbered: frozenset[str]
    """Before a number: the sentence goes on; otherwise an ordinary word (“He said no. They left.”)."""
    either: frozenset[str]
    """At home in the middle and at the end: only a word that typically starts a sentence ends it."""
    starters: frozenset[str]
    """Words that typically start a sentence, and are no part of a name."""
    endings: tuple[str, ...] = ()
    """Abbreviations of two words that end an enumeration and, before a capital, the sentence: their last "
    "word is a title."""
    elides: bool = False
    """Whether a word may be written together with the short one before it, with an apostrophe: “l’art. 5”."""
    ordinals: bool = False
    """Whether a number with a stop is an ordinal: “der 2. Bürgermeister”."""
    said: re.Pattern[str] | None = None
    """What follows a quotation that ends in a stop, where both are one sentence."""


COMMON = Abbreviations(
    titles=frozenset(
        # English: titles, ranks, offices; then English and Latin words from inside a sentence
        "Mr Mrs Ms Mx Messrs Dr Drs Prof Gen Adm Brig Capt Cmdr Cdr Col Cpl Lt Maj Pfc Pte Pvt Sgt Supt Det Insp Sen "
        "Sens Rep Reps Gov Govs Pres Sec Atty Hon Rev Fr Msgr Amb Dep Asst Assoc Cllr Mt Ft "
        "vs v e.g eg i.e ie cf viz al approx ca est incl esp dept "
        # French, Spanish, Italian; German; Russian (titles, streets, “that is”)
        "Mme Mlle Mgr Sr Sra Srta Dra Sig Dott D Hr Nr bzw z d.h z.B u u.a sog geb mult "
        "т т.е т.к им ул Ул пл просп акад проф ген гр см напр тов".split()
    ),
    numbered=frozenset(
        "No Nos no nos Art art Fig fig Vol vol Ch ch Sect para p pp c Ca fl Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct "
        "Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun S Bd стр с д".split()
    ),
    either=frozenset(
        # English: companies, people, times, places, states as news agencies shorten them; Russian: town or year
        "Inc Corp Co Cos Ltd Bros LLC plc Jr Esq etc a.m p.m am pm St Ave Blvd Rd Dist Dept Univ Assn Intl Natl Govt "
        "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev "
        "Okla Ore Pa "
        "Tenn Tex Va Vt Wash Wis Wyo г гг".split()
    ),
    starters=frozenset(
        # English (no word that is part of a common name, such as “Will”), German, Russian.
        "The A An This That These Those He She It They We I You His Her Its Their Our My In On At By For From With "
        "Without After Before During Since Until When While Where As If Although Though Because But And Or So "
        "Yet Then "
        "There Here Now Today However Meanwhile Instead Also Still Both Many Most Some Several Other Others "
        "Each Every "
        "All No Not Nobody One Two Three What Who Why How Is Are Was Were Under Despite According Among Last Asked "
        "Earlier Later Der Er Es Im Ein Eine Он Она Они Оно Это Мы В На По Но И А С У Как Потом Затем После "
        "Однако".split()
    ),
)


def _with(titles: str, numbered: str = "", either: str = "", starters: str = "") -> Abbreviations:
    """The common tables and a language's own; its own decide where both have a word."""
    own = [frozenset(words.split()) for words in (titles, numbered, either)]
    every = frozenset().union(*own)
    titles_, numbered_, either_ = (
        (table - every) | mine for table, mine in zip((COMMON.titles, COMMON.numbered, COMMON.either), own, strict=True)
    )
    return Abbreviations(titles_, numbered_, either_, COMMON.starters | frozenset(starters.split()))


_ENDINGS = ("т. д", "т. п", "т.д", "т.п", "т.\u00a0д", "т.\u00a0п")
OF: dict[str, Abbreviations] = {
    "ru": replace(
        _with(
            "Проф Акад проф акад ген Ген гр Гр г-н г-жа пос дер д с х ст ул Ул пер пр наб бул обл р им см напр "
            "доц канд инж зам рук отв Св св",
            "стр янв февр мар апр авг сент окт нояб дек п гл рис ч час мин №",
            "г гг руб коп тыс млн млрд долл кв",
            "Она Её Его Их Там Тут Здесь Все Всё Никто Если Когда Сейчас Теперь Также По За До Из К О Об От При "
            "Для Сам Суд Что Кто Почему Где Не Нет Да",
        ),
        endings=_ENDINGS,
    ),
    "uk": replace(
        _with(
            "м с смт вул Вул ім проф Проф акад Акад доц просп пл пров бул обл р-н ген Ген див Див напр ст оз св Св т",
            "стор год хв січ лют берез квіт трав черв лип серп верес жовт листоп груд ч п гл рис",
            "р рр н тис млн млрд грн коп дол кв",
            "Він Вона Вони Воно Це Ми У В На По Але Та І Й А Що Хто Як Потім Після Однак Про Її Їх Його Їхній Там "
            "Тут Зараз Усі Всі Усе Ніхто За Із З До Коли Якщо Нині Тепер Також Не Ні Так Суд",
        ),
        endings=_ENDINGS,
    ),
    "zh": replace(
        COMMON,
        # “……。”他说。 is one sentence where nothing but the saying follows; a colon opens the next quotation.
        said=re.compile(r"[^。！？\n“”「」：:]{1,20}?(?:说|问|表示|称|道|答|写道|说道)[。！？，]"),
    ),
    "ar": _with("د ود أ وأ م ه هـ", "ص ج رقم"),
    "fr": replace(
        _with(
            "M MM Mme Mmes Mlle Mlles Me Mgr Dr Drs Pr Pre Prs bd Bd av ex env Env c.-à-d St Ste dir éd gén Gén",
            "art p pp no No nº n° vol chap al fig",
            "etc Cie Sté",
            "Le La Les Un Une Des Il Elle Ils Elles On Ce Cette Ces Cela Mais Et Ou En Au Aux Dans Pour Par Selon "
            "Après Avant Depuis Nous Vous Je Leur Leurs Son Sa Ses Puis Alors Pourtant Tous Toutes Personne Nul "
            "Sur Sous Avec Sans Quand Si Or Ni Aucun Aucune Tout Du De",
        ),
        elides=True,
    ),
    "es": _with(
        "Sr Sres Sra Sras Srta Dr Dra Dres D Dña Dn Gral Cnel Tte Cap Sgto Avda Av Pza ej Prof Profa Lic Ing Arq "
        "EE S Mons Excmo Excma Ilmo Sto Sta aprox",
        "art núm nº pág págs p pp cap vol n",
        "etc UU Ud Uds Vd Vds Cía",
        "El La Los Las Un Una Unos Unas En Por Para Según Pero Y O Todos Todas Nadie Esto Este Esta Eso Ese Esa "
        "Ella Él Ellos Ellas Se No Así Además Después Luego Hay Fue Su Sus Tampoco También Sin Con Al Del Lo "
        "Aunque Cuando Si Ya Desde Hasta Tras Entre Sobre Gracias Ni Qué Quién Cómo Otros Otras",
    ),
    "de": replace(
        _with(
            "Dr Hr Hrn Fr Prof Dipl Ing St a v d h B z u D i m o zzgl inkl bzw bes gen Gen Abt vgl Vgl insb mind "
            "max evtl Zt s Univ allg dt ev kath röm",
            "Nr Abs Art S Bd Kap Ziff Aufl Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez Ca ca Mo Di Mi Do Sa So",
            "usw etc Mio Mrd Tsd Mill Str Chr Jh Co Std Min",
            "Die Das Sie Wir Ich Man Am An Auf Aus Bei Mit Nach Von Vor Zu Zum Zur Für Über Unter Auch Aber Doch "
            "Denn Und Oder Wenn Als Da Dann Danach Nun Jetzt Heute Gestern Wer Was Wie Wo Warum Nicht Niemand "
            "Keiner Keine Alle Viele Einige Andere Dies Diese Dieser Dieses Seine Ihre Ihr Sein Laut Zuvor Später "
            "Weil Ob Nur Schon Noch Ohne Gegen Durch",
        ),
        ordinals=True,
    ),
}
"""The tables of each language that has its own, by its primary tag."""
