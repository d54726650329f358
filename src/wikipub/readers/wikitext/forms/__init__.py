"""Templates whose display takes more than wikitext.

Each of FORMS makes wikitext of a call's arguments; each of PREPARATIONS gives the call more of them for its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from wikipub.readers.wikitext.forms.author_date import set_author_date
from wikipub.readers.wikitext.forms.bracket import bracket
from wikipub.readers.wikitext.forms.citation import citation
from wikipub.readers.wikitext.forms.clade import clade
from wikipub.readers.wikitext.forms.climate import climate
from wikipub.readers.wikitext.forms.convert import convert
from wikipub.readers.wikitext.forms.coordinates import coordinates
from wikipub.readers.wikitext.forms.date import date
from wikipub.readers.wikitext.forms.infobox import infobox
from wikipub.readers.wikitext.forms.language import set_language
from wikipub.readers.wikitext.forms.pictures import pictures
from wikipub.readers.wikitext.forms.populations import populations
from wikipub.readers.wikitext.forms.quantity import quantity
from wikipub.readers.wikitext.forms.standings import standings

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments
    from wikipub.readers.wikitext.expand import Expander

Form: TypeAlias = "Callable[[Expander, str, Arguments, int], str]"

FORMS: Mapping[str, Form] = {
    "bracket": lambda expander, name, arguments, depth: bracket(arguments),
    "clade": lambda expander, name, arguments, depth: clade(arguments),
    "populations": lambda expander, name, arguments, depth: populations(arguments),
    "standings": lambda expander, name, arguments, depth: standings(arguments),
    "citation": lambda expander, name, arguments, depth: citation(name, arguments, expander.language),
    "climate": lambda expander, name, arguments, depth: climate(arguments),
    "convert": lambda expander, name, arguments, depth: convert(arguments),
    "coordinates": lambda expander, name, arguments, depth: coordinates(arguments),
    "date": lambda expander, name, arguments, depth: date(name, arguments),
    "infobox": lambda expander, name, arguments, depth: infobox(expander.atoms, name, arguments),
    "pictures": lambda expander, name, arguments, depth: pictures(expander.atoms, name, arguments),
    "quantity": lambda expander, name, arguments, depth: quantity(arguments),
}

PREPARATIONS: Mapping[str, Callable[[Expander, str, Arguments], None]] = {
    "author-date": lambda expander, name, arguments: set_author_date(arguments),
    "language": lambda expander, name, arguments: set_language(name, arguments, expander.language),
}
