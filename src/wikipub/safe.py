"""What of a source's strings may go on into a publication: characters, addresses, TeX.

A page's text is never code here. Each function takes a string of unknown origin and gives back one that every output
format can hold, or "" / False where it must not be used; the caller then keeps the words and drops the rest.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that no format can hold."""

MAX_URL = 2000
"""Characters of the longest address that is still linked; Word refuses longer ones than 2083."""

MAX_TEX = 4000
"""Characters of the longest formula that is set as one."""

MAX_TEX_DEPTH = 8
"""Deepest nesting of a formula's groups; pandoc's time doubles with each level (20 levels take 10 s)."""

_BLANK = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
# XML 1.0, production 2 (https://www.w3.org/TR/xml/#charsets), less the controls and noncharacters that it only
# discourages: HTML calls those an error.
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
"""Characters that no format can hold: bytes that become text, the tree and what is published obey this one rule."""
_PERHAPS_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe-\U0010ffff]")
"""These and characters beyond the basic plane, found in a ninth of the time."""


def first_unfit(text: str) -> re.Match[str] | None:
    """The first character of `text` that no format can hold."""
    perhaps = _PERHAPS_UNFIT.search(text)
    return UNFIT.search(text, perhaps.start()) if perhaps else None


def safe_text(text: str) -> str:
    """`text` on one line: line ends and tabs as blanks, characters that XML cannot hold as U+FFFD."""
    if text.isprintable():  # as most is; what the expressions look for is not
        return text
    return UNFIT.sub(REPLACEMENT, _BLANK.sub(" ", text))


def safe_code(text: str) -> str:
    """`text` with its lines and tabs as they are, characters that XML cannot hold as U+FFFD."""
    return UNFIT.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


# --- Addresses ---------------------------------------------------------------------------------------------------

_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*\.?", re.ASCII)
_MAILBOX = re.compile(r"[A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?"


def safe_url(url: str) -> str:
    """`url` as an absolute http, https, ftp or mailto address that epubcheck accepts; "" where it is none.

    What RFC 3986 does not allow in a path, query or fragment is percent-encoded; a host in another script becomes
    its ASCII form. Relative addresses, other schemes, user names and odd hosts are refused.
    """
    url = url.strip()
    if not url or len(url) > MAX_URL or UNFIT.search(url) or _BLANK.search(url):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError, which idna raises, is one too
        return ""
    scheme = parts.scheme.lower()
    if scheme == "mailto":
        return f"mailto:{parts.path}" if not parts.netloc and _MAILBOX.fullmatch(parts.path) else ""
    if scheme not in ("http", "https", "ftp") or not _HOST.fullmatch(host) or "@" in parts.netloc:
        return ""
    path, query, fragment = (
        quote(_LONE_PERCENT.sub("%25", part), safe=safe)
        for part, safe in ((parts.path, _PATH_SAFE), (parts.query, _QUERY_SAFE), (parts.fragment, _QUERY_SAFE))
    )
    if path.startswith("//"):
        return ""
    address = f"{scheme}://{host}{f':{port}' if port is not None else ''}{path}"
    address += (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return address if len(address) <= MAX_URL else ""


# --- TeX ---------------------------------------------------------------------------------------------------------

_TEX_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}]", re.DOTALL)
_TEX_CHAIN = re.compile(r"(?:\\(?!left|right)[A-Za-z]+\s*){24}")
_TEX_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{([^{}]*)\}")
_TEX_ENVIRONMENTS = """
    matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned align align* alignat gathered
    gather gather* split array equation equation*
"""
_TEX_WORDS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho
    varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi
    Psi Omega frac dfrac tfrac cfrac binom dbinom tbinom sqrt overline underline overbrace underbrace overset
    underset stackrel hat widehat tilde widetilde bar vec dot ddot acute grave check breve mathring prime not
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr langle rangle lceil rceil
    lfloor rfloor lbrace rbrace lvert rvert lVert rVert vert Vert sum prod coprod int iint iiint oint bigcup
    bigcap bigsqcup bigvee bigwedge bigodot bigotimes bigoplus biguplus limits nolimits lim liminf limsup sup
    inf max min arg det dim exp gcd hom ker lg ln log Pr sec sin sinh cos cosh tan tanh cot coth csc arccos
    arcsin arctan deg mod bmod pmod operatorname pm mp times div cdot ast star circ bullet oplus ominus otimes
    oslash odot dagger ddagger amalg cap cup uplus sqcap sqcup vee wedge lor land lnot neg setminus
    smallsetminus wr diamond triangle triangleleft triangleright bigtriangleup le leq ge geq ne neq equiv sim
    simeq approx cong propto prec succ preceq succeq ll gg subset supset subseteq supseteq subsetneq supsetneq
    in ni notin mid nmid parallel perp models vdash dashv asymp doteq to gets leftarrow rightarrow Leftarrow
    Rightarrow leftrightarrow Leftrightarrow longleftarrow longrightarrow Longrightarrow Longleftarrow
    longleftrightarrow Longleftrightarrow mapsto longmapsto uparrow downarrow updownarrow Uparrow Downarrow
    nearrow searrow swarrow nwarrow hookrightarrow hookleftarrow rightharpoonup rightharpoondown
    rightleftharpoons iff implies impliedby leadsto infty partial nabla forall exists nexists emptyset
    varnothing aleph beth hbar ell wp Re Im angle measuredangle surd top bot flat natural sharp clubsuit
    diamondsuit heartsuit spadesuit ldots cdots vdots ddots dots dotsb dotsc therefore because colon quad qquad
    text textrm textit textbf textsf texttt mathrm mathit mathbf mathsf mathtt mathcal mathbb mathfrak mathscr
    boldsymbol displaystyle textstyle scriptstyle scriptscriptstyle hline substack begin end mathop mathrel
    mathbin mathord mathopen mathclose mathpunct xrightarrow xleftarrow square Box blacksquare degree
"""
_TEX_SYMBOLS = frozenset(rf"\{sign}" for sign in ",;:!.{}|%&#_\\ >")


def safe_tex(tex: str) -> bool:
    """Whether `tex` may be handed on as a formula: of sane length and nesting, with balanced groups."""
    if not tex.strip() or len(tex) > MAX_TEX or UNFIT.search(tex) or _TEX_CHAIN.search(tex):
        return False
    depth = 0
    for token in _TEX_TOKEN.findall(tex):
        if token in ("{", r"\left", r"\begin"):
            depth += 1
        elif token in ("}", r"\right", r"\end"):
            depth -= 1
        if not 0 <= depth <= MAX_TEX_DEPTH:
            return False
    return depth == 0


def safe_latex(tex: str) -> bool:
    """Whether `tex` may stand in a file that TeX itself will run: only known commands of mathematics.

    Nothing that leaves math mode, reads or writes a file, or defines a command is among them.
    """
    if not safe_tex(tex) or any(sign in _TEX_TOKEN.sub("", tex) for sign in ("$", "%", "#", "^^", "\\", "\n\n")):
        return False
    tokens = _TEX_TOKEN.findall(tex)
    environments = _TEX_ENVIRONMENT.findall(tex)
    if len(environments) != sum(token in (r"\begin", r"\end") for token in tokens):
        return False
    known = {f"\\{word}" for word in _TEX_WORDS.split()} | _TEX_SYMBOLS | {"{", "}"}
    return known.issuperset(tokens) and set(_TEX_ENVIRONMENTS.split()).issuperset(environments)
