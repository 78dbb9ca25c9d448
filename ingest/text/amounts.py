"""Amounts of money as they are printed in French and English: the number at its currency.

"$7 million", « 7 millions de dollars » and "USD 7,000,000" have one value. A percentage, a
bare number and a weight in pounds are no amounts. A dollar sign alone is taken for the dollar of
the United States.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from text_to_num import alpha2digit

from ingest.text.scales import scale

_SIGNS = {
    "US$": "USD",
    "U.S.$": "USD",
    "U.S. $": "USD",
    "USD": "USD",
    "$US": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "$CA": "CAD",
    "CAD": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "AUD": "AUD",
    "NZ$": "NZD",
    "NT$": "TWD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "GBP": "GBP",
    "¥": "JPY",
    "JPY": "JPY",
    "CHF": "CHF",
    "CNY": "CNY",
    "RMB": "CNY",
}
_SIGN = "(?:" + "|".join(sorted(map(re.escape, _SIGNS), key=lambda sign: (-len(sign), sign))) + ")"
_SIGN_BEFORE = rf"(?<![A-Za-z]){_SIGN}"
_WORDS = (
    ("CAD", r"(?:canadian dollars?|dollars? canadiens?)"),
    ("AUD", r"(?:australian dollars?|dollars? australiens?)"),
    ("TWD", r"(?:(?:new )?taiwan dollars?|dollars? taïwanais)"),
    (
        "USD",
        r"(?:(?:U\.?S\.?|american|united states) dollars?|dollars? (?:américains?|US)|dollars?)",
    ),
    ("EUR", r"euros?"),
    ("GBP", r"(?:pounds? sterling|british pounds?|livres? sterling)"),
    ("JPY", r"yens?"),
    ("CHF", r"(?:swiss francs?|francs? suisses?)"),
    ("cent", r"(?:cents|centimes?)"),
)
_WORD = "(?i:" + "|".join(form for _, form in _WORDS) + ")"
# In English a space parts no thousands, "$5 100 times" is five dollars, but where the currency
# follows as in French: "12 000 €".
_NUMBER = {
    "en": r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)",
    "fr": (
        r"(?:\d{1,3}(?:[ .\u00a0\u202f’']\d{3})+(?!\d)(?:,\d+)?"
        r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    ),
}
_SPACED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d\d?)?(?!\d)"
_SCALE = (
    r"(?:[\s\u00a0\u202f-]?(?i:hundred|thousand|milliards?|milliers?|mille|millions?|billions?"
    r"|trillions?)\b|[\u00a0\u202f]?(?:MM|[Mm]n|[Bb]n|Mds?|Mrds?|[MBKk])\b"
    r"|\s(?:MM|bn|Mds?|Mrds?|M|B)(?=\s?(?:[€$£]|de\b|d['’]|euros?\b|dollars?\b))|\s(?:MM|bn)\b)"
)
_UNIT_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingts?|trente|quarante|cinquante|soixante|cent|mille)"
)
_MORE_WORDS = rf"(?:{_UNIT_WORDS}|hundred|thousand|millions?|billions?|milliards?|cents|and|et)"
_OF = r"(?:d[e'’]\s?)?"


def _pattern(language: str) -> re.Pattern[str]:
    number = _NUMBER[language]
    # A sign before a figure is that figure's: "in 2023 $1,000". In French it may stand between
    # two cells of a row.
    after = rf"{_SIGN}(?!\s?[\d.])(?![A-Za-z])" if language == "en" else rf"{_SIGN}(?![\dA-Za-z])"
    gap = r"[\s\u00a0\u202f]?"
    first = rf"{_SIGN_BEFORE}{gap}(?P<a>{number})(?P<ascale>{_SCALE})?(?:\s(?:of\s)?{_WORD}\b)?"
    behind = (
        rf"(?<![\w.,/$€£-])(?P<b>{_SPACED}|{number})(?P<bscale>{_SCALE})?"
        rf"(?:[\s\u00a0\u202f-]?{_OF}(?P<word>{_WORD})\b|{gap}{_OF}(?P<sign>{after}))"
    )
    spelled = (
        rf"\b(?P<spelled>(?i:{_UNIT_WORDS}(?:[\s-]{_MORE_WORDS})*))\s(?:\([^()]{{1,20}}\)\s)?"
        rf"{_OF}(?P<unit>{_WORD})\b"
    )
    return re.compile(f"{first}|{behind}|{spelled}")


_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
_PATTERNS = {language: _pattern(language) for language in ("en", "fr")}
# "$5-10 million", "$3 to $7 million": the scale is both figures'.
_SHARES_SCALE = re.compile(
    rf"\s?(?:-|–|—|to|or|à|ou)\s?{_SIGN}?\s?(?P<next>\d[\d.,]*)(?P<scale>{_SCALE})"
)
_BETWEEN = re.compile(rf"\s(?:and|et)\s{_SIGN}?\s?(?P<next>\d[\d.,]*)(?P<scale>{_SCALE})")


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """text[start:end] is an amount of money. ``currency`` is its three letters (ISO 4217);
    empty for cents that do not say of what."""

    start: int
    end: int
    value: Decimal
    currency: str


def printed_amounts(text: str, language: str) -> list[PrintedAmount]:
    """The amounts of a text, in order."""
    return list(_amounts(text, "fr" if language == "fr" else "en"))


def _amounts(text: str, language: str) -> Iterator[PrintedAmount]:
    for match in _PATTERNS[language].finditer(text):
        named = match.groupdict()
        if named["spelled"]:
            value = _spelled(named["spelled"], language)
            scale, currency = "", _currency_of_word(named["unit"])
        else:
            scale = named["ascale"] or named["bscale"] or ""
            value = _value(named["a"] or named["b"], _writes_as(language, named))
            currency = _currency(match, named)
        if value is None:
            continue
        scale = scale or _scale_of_next(text, match, value, language)
        value *= _factor(scale, language)
        if currency == "cent":
            value, currency = value / 100, ""
        yield PrintedAmount(match.start(), match.end(), _plain(value), currency)


def _writes_as(language: str, named: dict[str, str | None]) -> str:
    """The language whose marks the figure has: in French, who puts the sign first writes "$1,200"
    as in English; in English, "12 000,50 €" is as in French."""
    if language == "fr" and not named["ascale"] and _THOUSANDS.fullmatch(named["a"] or ""):
        return "en"
    return "fr" if re.fullmatch(_SPACED, named["b"] or "") else language


def _currency(match: re.Match[str], named: dict[str, str | None]) -> str:
    if named["word"]:
        return _currency_of_word(named["word"])
    if named["sign"]:
        return _SIGNS[named["sign"]]
    sign = re.match(_SIGN, match[0])
    assert sign is not None  # or another form had matched
    return _SIGNS[sign[0]]


def _currency_of_word(word: str | None) -> str:
    return next(name for name, form in _WORDS if re.fullmatch(form, word or "", re.IGNORECASE))


def _value(digits: str | None, language: str) -> Decimal | None:
    if not digits:
        return None
    plain = re.sub(r"[ \u00a0\u202f’']", "", digits)
    if language == "en":
        return Decimal(plain.replace(",", ""))
    # French: "6.100" and "6 100" are grouped, "6,1" and "0.5" are not.
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain) and (
        "." in plain or plain.count(",") > 1
    ):
        return Decimal(plain.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    return Decimal(plain.replace(",", "."))


def _spelled(words: str | None, language: str) -> Decimal | None:
    """The number that words say; None where they say several, or none."""
    said = re.sub(r"\s+(?:and|et)$", "", (words or "").casefold())
    for known in (language, "fr" if language == "en" else "en"):
        read = str(alpha2digit(said, known, 0.0)).replace(",", "")
        if re.fullmatch(r"\d+", read):
            return Decimal(read)
    return None


def _scale_of_next(text: str, match: re.Match[str], value: Decimal, language: str) -> str:
    after = text[match.end() : match.end() + 30]
    found = _SHARES_SCALE.match(after)
    if found is None and re.search(r"\b(?:between|entre)\s$", text[: match.start()]):
        found = _BETWEEN.match(after)
    if found is None:
        return ""
    following = _value(found["next"].rstrip(".,"), language)
    # "from $500 to $1 million": the scale is the second one's alone.
    return found["scale"] if following is not None and value < following else ""


def _factor(printed: str, language: str) -> Decimal:
    name = printed.strip(" \u00a0\u202f-\n")
    return scale(name, language) if name else Decimal(1)


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without zeros that say nothing."""
    return Decimal(f"{value.normalize():f}")
