"""What every answer says to browsers: guess nothing, tell nobody, load and run nothing."""

from __future__ import annotations

from multidict import CIMultiDict, CIMultiDictProxy

#: Nothing is loaded but our own style, nothing runs.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
#: `Server`: not which version of what.
CAREFUL: CIMultiDictProxy[str] = CIMultiDictProxy(
    CIMultiDict(
        {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": CONTENT_POLICY,
            "X-Frame-Options": "DENY",
            "X-Robots-Tag": "noindex",
            "Cache-Control": "no-store",
            "Server": "web",
        }
    )
)
#: What even an answer without content says.
LEAST: CIMultiDictProxy[str] = CIMultiDictProxy(
    CIMultiDict({"Referrer-Policy": "no-referrer", "Server": "web"})
)


def be_careful(headers: CIMultiDict[str]) -> None:
    """Say all that was not said otherwise."""
    for name, value in CAREFUL.items():
        headers.setdefault(name, value)
