"""Question: where does the article begin and end within the page?

A whole page has the site's frame around the article: menus and tabs before the title or after it, and at the foot the
page's address, its categories, when it was edited, and more menus. The words of the frame are data, in all languages
of the software (data/interface.toml); what stands among them is the frame's, too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import islice

from wikipub.data.interface import Phrase
from wikipub.readers.text.hatnotes import is_hatnote_of_any
from wikipub.readers.text.headings.marked import LeveledLine, leveled, leveled_between
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import ends_sentence, is_prose
from wikipub.readers.text.site.foot import MENU_HEADING, NO_WORDS, claim_foot, has_no_words
from wikipub.readers.text.site.phrases import BULLET, claim_of, phrase_of
from wikipub.readers.text.site.title import DESCRIPTION, SHORT_DESCRIPTION, begins_lead, names_title, title_in_address
from wikipub.safe import safe_url

_SITE_SUFFIX = re.compile(r"(.*\S)\s+[-–—|]\s+\S.{1,60}")

_HEAD = 400
"""How many lines the frame may have before the title, blank ones not counted."""
_TABS = 40
"""How many lines of tabs may stand between the title and the tagline, blank ones not counted."""
_FEWEST_TABS = 4
"""Fewest lines below the title that make a run of tabs; fewer may be the article's first words."""
_SOME_TABS = 2
"""Fewest lines above the title that are known for a menu's, where nothing else tells that menus stand there."""
_TAGLINE = 16
"""Shortest tagline that one knows below text, too, in characters; a site's bare name may be a link or a list's line."""
_FEW_TAGLINES = 3
_LONGEST_SITE = 80
_SHORTEST_TITLE = 3
_ARTICLE = 4
"""How many characters may stand before the title's words where the lead begins with them: "The " does."""
_STEM = 4
"""How many characters of a word are the same with another ending."""
_SOME_WORDS = 2
_CELLS = re.compile(r"[|\t]")
_BEHIND = " ,'’"
"""What stands behind the title's words in the lead."""
_NAMESAKE = re.compile(r"\s*\([^()]*\)$")
"""What tells an article from others of its name, which the lead does not say."""
_BELOW_TITLE = ("comment", "notice")
"""Roles of lines that stand between the title and the lead, not above the title."""
FEW_PARAGRAPHS = 3
"""Most paragraphs that the frame may hold (site notices, licences); more are an article's."""

_BEFORE_TITLE = Claim("before-title", "menu", "stands above the title on every page of the site")
_PAGE_LINKS = Claim("page-links", "menu", "links in the page's head, which lynx prints behind a hash")
_WINDOW_TITLE = Claim("window-title", "tagline", "the title of the page's window, with the site's name")
_TITLE_AGAIN = Claim("title-again", "level-mark", "the title once more, which the tool had put above the page itself")
_FOOT_ROLES = ("footer", "retrieved", "categories")
"""Roles of lines that the foot may begin with."""
_HEAD_ROLES = ("tagline", "jump", "redirected", "backlink")
"""Roles of lines right below the title; in some languages a jump link reads like the backlink of a note."""


class Frame:
    """The frame of one page, found in steps.

    `address` is the page's own, `address_title` the title in it, `redirects` the titles by which the page was reached,
    `second` the line at which a second article begins.
    """

    def __init__(self, page: Page, told: Counter[str]) -> None:
        self.page = page
        self.told = told
        self.address = safe_url(page.address) if page.address else ""
        self.address_title = "" if page.is_titled else title_in_address(page.address)
        self.redirects: list[str] = []
        self.categories: list[str] = []
        self.foot: int | None = None
        self.second: int | None = None

    def claim_taglines(self) -> None:
        """Claim the lines of the head that say for certain that they are the site's."""
        page = self.page
        end = min(page.headings, default=len(page))
        lines = (index for index in range(end) if page.texts[index] and index not in page.claims)
        for index in list(islice(lines, _HEAD)):
            phrase = page.phrases.get(index)
            if phrase and phrase.certain and phrase.role in _HEAD_ROLES:
                if phrase.role == "tagline" and self._is_bare_name(index):
                    continue
                page.claims[index] = claim_of(phrase)
                self.told.update(phrase.languages)
                if phrase.role == "redirected" and phrase.value:
                    self.redirects.append(phrase.value)

    def find_foot(self) -> None:
        """Claim the foot: from the page's address, its categories or its date of edit on, whichever comes first.

        Where a second article follows in the file, it ends there.
        """
        page = self.page
        self.second = self._second_article()
        end = len(page) if self.second is None else self.second
        marked = (index for index, found in page.headings.items() if found.has_edit_mark)
        last = max((index for index in marked if index < end), default=-1)
        first = page.next_filled(0)
        prose = (index for index in page.filled if index < end and is_prose(page.texts[index]))
        lead = next((index for index in prose if index not in page.phrases), 0)
        begins: list[int] = []
        for index, phrase in page.phrases.items():
            claim = page.claims.get(index)
            if not max(last + 1, lead) <= index < end or (claim and claim.role not in _FOOT_ROLES):
                continue
            if phrase.role == "retrieved":
                self.address = self.address or safe_url(phrase.value)
                self.address_title = self.address_title or title_in_address(phrase.value)
            # The title of a category's page reads like a list of categories.
            if index != first and _begins_foot(phrase, page.texts[index]):
                begins.append(index)
        begins += self._menus(max(last + 1, lead), end)
        if begins:
            # A box at the article's side may say categories, too; the foot has no paragraphs below it.
            known = _paragraphs(page, min(begins), end)
            above = known[-FEW_PARAGRAPHS - 1] if len(known) > FEW_PARAGRAPHS else -1
            self.foot = min((index for index in begins if index > above), default=None)
        if self.foot is not None:
            self.categories = claim_foot(page, self.foot, end, self.told)

    def find_title(self) -> int | None:
        """The title's line, as the frame tells it: its name, its level mark, or the tabs or tagline right below it."""
        page = self.page
        first = page.next_filled(0)
        end = min(self._after(first, _HEAD), len(page) if self.second is None else self.second)
        # Below paragraphs its words are those of a box.
        end = min(_paragraphs(page, first, end)[FEW_PARAGRAPHS : FEW_PARAGRAPHS + 1], default=end)
        names = {name.casefold() for name in (self.address_title, page.texts[first] if page.is_titled else "") if name}
        suffixed = _SITE_SUFFIX.fullmatch(page.texts[first]) if first < len(page) else None
        window = suffixed[1].casefold() if suffixed else ""
        levels = leveled_between(page, first, end)
        if page.is_titled:  # the page's own heading may say it, too, below menus
            names.add(window)
            own = (i for i, line in levels.items() if page.texts[i][line.start : line.end].casefold() in names)
            return next((index for index in own if index not in page.claims), first)
        end = min((index for index, found in page.headings.items() if found.has_edit_mark and index < end), default=end)
        for index in range(first, end) if names or window else ():
            if index not in page.claims:
                text, line = page.texts[index], levels.get(index)
                words = (text[line.start : line.end] if line else text).casefold()
                if words in names or (words and words == window and not self._has_prose(first, index)):
                    return index
        tops = [index for index, line in levels.items() if line.level == 1 and index < end and index not in page.claims]
        if tops:  # a site may set its name so, too
            return next((index for index in tops if begins_lead(page, index)), tops[0])
        top = next((index for index in levels if index < end and index not in page.claims), end)
        if top < end and _is_above_all(levels, top) and begins_lead(page, top) and not self._has_prose(first, top):
            return top
        if (above := self._above_tagline(first, end)) is not None:
            return above
        prose = (index for index in page.long if first <= index < end and is_prose(page.texts[index]))
        reach = next(islice((index for index in prose if index not in page.claims), FEW_PARAGRAPHS, None), end)
        candidates = [
            index
            for index in range(first, reach)
            if page.free(index) and index not in page.phrases
            if not is_prose(text := page.texts[index]) and not BULLET.match(text)
        ]
        for is_title in (self._is_above_jump, self._is_above_site):
            if (title := next(filter(is_title, candidates), None)) is not None:
                return title
        under = [*filter(self._is_under, candidates)]
        if (title := next((index for index in under if begins_lead(page, index)), None)) is not None:
            return title
        if (below := self._below_menus(first, candidates)) is not None:
            return below
        if under:
            return under[0]
        return candidates[0] if candidates and self._is_above_site(candidates[0], named=False) else None

    def claim_head(self, title: int) -> None:
        """Claim what stands above the title, headings of menus, too, and the tabs between it and the tagline.

        What sends the reader elsewhere is the article's: where the title is that of a box, it stands above it.
        """
        page = self.page
        if paragraphs(self.page, 0, title) <= FEW_PARAGRAPHS:
            for index in range(title):
                self._take_back(index)
                if page.free(index) and not is_hatnote_of_any(page.texts[index]):
                    page.claims[index] = self._claim(index) or self._above_title(index, title)
        end = self._end_of_tabs(title)
        for index in range(end, self._after(title + 1, _TABS)):
            if page.texts[index] and (phrase := self._phrase(index)) and phrase.role in ("tagline", "jump"):
                end = index + 1
            elif page.texts[index] and is_prose(page.texts[index]):
                break
        self._claim_again(title)
        for index in range(title + 1, end):
            phrase = self._phrase(index)
            if self._take_back(index):
                page.claims[index] = claim_of(phrase) if phrase and phrase.role == "tagline" else MENU_HEADING
            elif phrase and page.free(index):
                page.claims[index] = claim_of(phrase)
        self._claim_description(title, end)

    def claim_site(self) -> None:
        """Claim the tagline where the text begins with it, as the tool left the title out.

        Where the lead begins with the line's words, they are the title.
        """
        page = self.page
        first = page.next_filled(0)
        phrase = self._phrase(first) if first < len(page) else None
        if phrase and _names_site(phrase) and self._has_prose(first, len(page)) and not begins_lead(page, first):
            self._take_back(first)
            page.claims[first] = claim_of(phrase)

    # --- Steps ---

    def _claim_description(self, title: int, tabs: int) -> None:
        """Claim the short description of the page, which stands between the head's lines and the lead.

        The tabs below the title end before line `tabs`.

        Hatnotes may stand below it, and a box that begins with the title. Few wikis but those in English print one
        (https://en.wikipedia.org/wiki/Wikipedia:Short_description); elsewhere only a jump link right above tells it
        from a caption.
        """
        page = self.page
        heads = (index for index, claim in page.claims.items() if index > title and claim.role in _HEAD_ROLES)
        head = max(heads, default=title)
        is_usual = [code for code, _ in self.told.most_common(1)] == ["en"]
        if not is_usual and (head == title or page.claims[head].role != "jump"):
            return
        line = page.next_filled(max(head + 1, tabs))
        below = page.next_filled(line + 1)
        while below < len(page) and is_hatnote_of_any(page.texts[below]):
            below = page.next_filled(below + 1)
        if below >= len(page) or line in page.phrases or not page.free(line) or not page.free(below):
            return
        text, words = page.texts[line], self._words(title)
        if not DESCRIPTION.fullmatch(text) or ends_sentence(text) or words.casefold() in text.casefold():
            return
        if is_prose(page.texts[below]):
            is_named = is_usual and head > title and names_title(page.texts[below], words)
            is_lead = is_named or begins_lead(page, title)
        else:
            is_lead = page.texts[below].startswith(words) and "\t" not in page.texts[below]  # or it is a row of a table
        if is_lead:
            page.claims[line] = SHORT_DESCRIPTION

    def _claim_again(self, title: int) -> None:
        """Claim the first heading below the title where it says the title once more, with no text between."""
        page = self.page
        again = min((index for index in page.headings if index > title), default=title)
        words = self._words(title)
        suffixed = _SITE_SUFFIX.fullmatch(words)
        if self._words(again) not in (words, suffixed and suffixed[1]) or self._has_prose(title, again):
            return
        if self._take_back(again):
            page.claims[again] = _TITLE_AGAIN

    def _take_back(self, index: int) -> bool:
        """Take back that line `index` is a heading where it has no edit mark: it is that of a menu."""
        found = self.page.headings.get(index)
        if found is None or found.has_edit_mark:
            return False
        del self.page.headings[index]
        return True

    def _above_title(self, index: int, title: int) -> Claim:
        """What a line above the title is that the interface does not say."""
        page = self.page
        text = page.texts[index]
        if has_no_words(text):
            return NO_WORDS
        if leveled(text, page.level_marks):
            return MENU_HEADING
        above = page.claims.get(index - 1)
        if (above and above.rule == _PAGE_LINKS.rule) or (_has_page_links(text) and index == page.next_filled(0)):
            return _PAGE_LINKS
        suffixed = _SITE_SUFFIX.fullmatch(text)
        return _WINDOW_TITLE if suffixed and suffixed[1] in page.texts[title] else _BEFORE_TITLE

    def _end_of_tabs(self, title: int) -> int:
        """The line after the tabs right below the title, where there are enough of them to be nothing else."""
        index = title + 1
        tabs = 0
        end = index
        while (index := self.page.next_filled(index)) < len(self.page):
            phrase = self._phrase(index)
            if not phrase or phrase.role not in ("menu", "language", "toggle", "tagline", "jump"):
                break
            tabs += 1
            end = index = index + 1
        return end if tabs >= _FEWEST_TABS else title + 1

    def _phrase(self, index: int) -> Phrase | None:
        """What the interface says with line `index`, a heading's level marks put aside."""
        return phrase_of(self._words(index)) if index in self.page.headings else self.page.phrases.get(index)

    def _words(self, index: int) -> str:
        """What line `index` says, without level marks."""
        text = self.page.texts[index]
        line = leveled(text, self.page.level_marks)
        return text[line.start : line.end] if line else text

    def _menus(self, start: int, end: int) -> list[int]:
        """The first heading of a menu in [start, end) below which only menus stand; [] for none.

        Most lines there say what menus say, and so do most headings; none is prose. Where the tool left no headings,
        nearly all lines say so, some of them what no article does.
        """
        page = self.page
        lines = said = certain = headings = known = 0
        found: list[int] = []
        for index in range(end - 1, start - 1, -1):
            if not page.texts[index]:
                continue
            if index in page.headings:
                phrase = phrase_of(self._words(index))
                headings += 1
                known += phrase is not None
                if phrase and phrase.role == "menu" and 0 < lines <= 2 * said and headings <= 2 * known:
                    found = [index]
            elif index in page.phrases:
                lines += 1
                said += 1
                certain += page.phrases[index].certain
                if page.phrases[index].role == "menu" and certain >= _FEWEST_TABS and 5 * lines <= 6 * said:
                    found = [index]
            elif is_prose(page.texts[index]):
                break
            else:
                lines += 1
        return found

    def _second_article(self) -> int | None:
        """The line at which a second article begins: above a tagline like the first one's, with prose on both sides."""
        page = self.page
        taglines = sorted(index for index, claim in page.claims.items() if claim.role == "tagline")
        for first in taglines[:_FEW_TAGLINES]:
            if len(page.texts[first]) < _TAGLINE or page.texts[first] not in page.texts[first + 1 :]:
                continue
            second = page.texts.index(page.texts[first], first + 1)
            if not self._has_prose(first, second) or not self._has_prose(second, len(page)):
                continue
            above = second - 1
            while above > first and (not page.texts[above] or self.page.phrases.get(above)):
                above -= 1
            return second if is_prose(page.texts[above]) or above in page.claims else above
        return None

    def _has_prose(self, start: int, end: int) -> bool:
        page = self.page
        free = (index for index in range(start, end) if index not in page.claims)
        return any(is_prose(page.texts[index]) and index not in page.phrases for index in free)

    def _after(self, start: int, count: int) -> int:
        """The line after the `count` lines from `start` on that are not blank."""
        filled = self.page.filled
        last = bisect_left(filled, start) + count - 1
        return filled[last] + 1 if last < len(filled) else len(self.page)

    def _above_tagline(self, first: int, end: int) -> int | None:
        """The line above the tagline and the tabs before it; None where there is no tagline, or nothing above it."""
        page = self.page
        for tagline in range(first, end):
            if not page.texts[tagline] or not self._is_tagline(tagline):
                continue
            if self._is_bare_name(tagline):
                return None
            index = tagline - 1
            while index >= first and (index in page.claims or not page.texts[index] or self.page.phrases.get(index)):
                index -= 1
            if index == first and _has_page_links(page.texts[index]):
                continue  # the site's name alone, among the menus above the title
            return index if index >= first and page.free(index) and not is_prose(page.texts[index]) else None
        return None

    def _is_bare_name(self, index: int) -> bool:
        """Whether a line is a site's name that may be the article's, as it is short and far from the page's head."""
        return len(self.page.texts[index]) < _TAGLINE and index >= self._after(self.page.next_filled(0), _TABS)

    def _below_menus(self, first: int, candidates: list[int]) -> int | None:
        """The line that says most of the lead's first words, below the menus of a site whose words no table knows.

        If none begins the lead, it is the first whose words the lead's first sentences have, but for their endings.
        """
        page = self.page
        paragraphs = (index for index in page.long if index not in page.claims and is_prose(page.texts[index]))
        lead = next((index for index in paragraphs if not is_hatnote_of_any(page.texts[index])), None)
        if lead is None:
            return None
        begin = page.texts[lead][:_LONGEST_SITE].casefold()
        candidates = [index for index in candidates if index < lead and not _CELLS.search(page.texts[index])]
        named = [
            index
            for index in candidates
            if len(words := _NAMESAKE.sub("", self._words(index)).casefold()) >= _SHORTEST_TITLE
            and 0 <= begin.find(words) <= _ARTICLE
            and begin[begin.find(words) + len(words) :][:1] in _BEHIND
        ]
        if not named:
            begin = page.texts[lead][: 2 * _LONGEST_SITE].casefold()
            named = [index for index in candidates if _is_told(begin, self._words(index).casefold())][:1]
        # Of lines as long as each other, the box's title is not the first.
        title = max(named, key=lambda index: len(page.texts[index]), default=first)
        claimed = {index for index, claim in page.claims.items() if claim.role not in _BELOW_TITLE}
        known = sum(1 for index in range(first, title) if index in page.phrases or index in claimed)
        return title if known >= _SOME_TABS else None

    def _is_tagline(self, index: int) -> bool:
        if claim := self.page.claims.get(index):
            return claim.role == "tagline"
        phrase = self.page.phrases.get(index)
        return phrase is not None and phrase.role == "tagline" and phrase.certain

    def _is_above_jump(self, index: int) -> bool:
        """Whether a jump link is below line `index`, at most with the tagline between, and no menu below that.

        A tagline that names a site unknown is told by the lead, which begins with the words of the line above it.
        """
        below = self.page.next_filled(index + 1)
        if self._has_jump_below(index):
            return True
        named = below < len(self.page) and below not in self.page.phrases and self._has_jump_below(below)
        return named and begins_lead(self.page, index) and not begins_lead(self.page, below)

    def _has_jump_below(self, index: int) -> bool:
        page = self.page
        line = page.next_filled(index + 1)
        while (phrase := page.phrases.get(line)) and phrase.role in ("tagline", "redirected"):
            line = page.next_filled(line + 1)
        below = line
        while (phrase := page.phrases.get(below)) and phrase.role == "jump":
            below = page.next_filled(below + 1)
        return below > line and below < len(page) and below not in page.phrases

    def _is_above_site(self, index: int, *, named: bool = True) -> bool:
        """Whether the line below says "From" a site of any name, and the lead begins with the words of this one.

        Without `named`, whether the line below can be nothing else.
        """
        page = self.page
        below = page.next_filled(index + 1)
        phrase = page.phrases.get(below)
        if phrase is None or phrase.role != "tagline" or len(page.texts[below]) > _LONGEST_SITE:
            return False
        return begins_lead(page, index) if named else _names_site(phrase)

    def _is_under(self, index: int) -> bool:
        """Whether the tabs, the tagline or a jump link of the page stand right below line `index`."""
        page = self.page
        words = 0
        line = index
        for _ in range(6):
            line = page.next_filled(line + 1)
            if line >= len(page):
                return False
            if line in page.claims and page.claims[line].role in ("tagline", "jump"):
                return True
            phrase = self.page.phrases.get(line)
            if not phrase:
                return False
            if phrase.role in ("tagline", "jump") and phrase.certain:
                return phrase.role == "jump" or not self._is_bare_name(line)
            words += phrase.role == "menu"
        return words >= 4

    def _claim(self, index: int) -> Claim | None:
        return claim_of(phrase) if (phrase := self.page.phrases.get(index)) else None


def _is_told(lead: str, title: str) -> bool:
    """Whether `lead` has the long words of `title`, of which there are some, but for their endings."""
    words = [word for word in title.split() if len(word) >= _STEM]
    return len(words) >= _SOME_WORDS and all(word[:_STEM] in lead for word in words)


def _is_above_all(levels: dict[int, LeveledLine], top: int) -> bool:
    """Whether no other line is of the level of line `top`, nor higher; or the level is not known."""
    return (
        all(line.level > levels[top].level for index, line in levels.items() if index != top) or not levels[top].level
    )


def paragraphs(page: Page, start: int, end: int) -> int:
    """How many paragraphs stand in the lines [start, end) that neither a rule nor the interface knows."""
    return len(_paragraphs(page, start, end))


def _paragraphs(page: Page, start: int, end: int) -> list[int]:
    """These paragraphs, in order."""
    long = [index for index in page.long if start <= index < end and len(page.texts[index]) > 150]
    return [
        index
        for index in long
        if index not in page.claims and is_prose(page.texts[index]) and index not in page.phrases
    ]


def _has_page_links(text: str) -> bool:
    """Whether the first line of a page holds the links of its head."""
    return text[0] == "#" and text[1:2] not in ("", "#", " ")


def _begins_foot(phrase: Phrase, text: str) -> bool:
    """Whether a line of the interface is of the foot for certain: a single word such as "Statistics" is not."""
    if phrase.role == "categories" and text[-1] == ":":
        return True
    words = BULLET.sub("", text)
    is_word = phrase.role == "footer" and " " not in words and words.isascii()
    return phrase.certain and phrase.role in _FOOT_ROLES and not is_word


def _names_site(phrase: Phrase) -> bool:
    """Whether a phrase is a tagline with a name in it: it has capitals, where letters have, and no figure."""
    name = phrase.value
    return phrase.role == "tagline" and name[:1].isalpha() and not name[:1].islower() and ":" not in name
