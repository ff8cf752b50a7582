"""An article that tries to run code, to break the page and to hide what it says.

Whatever of it runs sets ``window.__hacked``; whatever is fetched has "hostile" in its address.
"""

from __future__ import annotations

from dataclasses import replace

from sample_tables import FIGURES, PLAIN_CLAIMS, SOURCES, sample_tables

RAN = "window.__hacked"
PAYLOADS = (
    f"<script>{RAN} = 'script'</script>",
    f"<img src=hostile-picture onerror=\"{RAN} = 'img'\">",
    f"<svg onload=\"{RAN} = 'svg'\"><animate onbegin=\"{RAN} = 'animate'\" /></svg>",
    f"<a href=\"javascript:{RAN} = 'link'\">link</a>",
    f'" onmouseover="{RAN} = \'attribute\'" autofocus onfocus="{RAN} = \'focus\'" x="',
    f"' onmouseover='{RAN} = 1' x='",
    f"</bdi></button></td></tr></table></section><script>{RAN} = 'closed'</script>",
    f"</title></style></textarea></svg><img src=hostile onerror={RAN}=2>",
    f"<iframe srcdoc=\"<script>parent.{RAN} = 'frame'</script>\"></iframe>",
    "<style>* { display: none !important }</style><link rel=stylesheet href=hostile.css>",
    f"<details open ontoggle=\"{RAN} = 'toggle'\">",
    f"{{{{constructor.constructor(\"{RAN} = 'template'\")()}}}}",
    f"$$\\href{{javascript:{RAN}=3}}{{x}}$$ \\(\\frac{{1}}{{0}}\\) `{RAN}`",
    "<!-- ]]> --!> <![CDATA[",
    "&lt;script&gt; &#60;script&#62; &amp;lt;",
)
LONG = "w" * 10_000
TURNED = "\u202egnp.exe \u2066 \u200f"  # turns the direction of writing, and never back
CONTROLS = "\x00\x07\x08\x1b[31m\x7f \ufeff \u2028\u2029 \U000e0041"
FORMULA = '=HYPERLINK("http://hostile.example","x") +1 -1 @SUM(1) $x^2$'

NASTY = (*PAYLOADS, TURNED, CONTROLS, FORMULA)

TEXT = "\n\n".join(
    [
        f"Flood {PAYLOADS[0]} waters rise",
        *(
            f"At least {1000 + i:,} {bad} people were killed in Hollin, said Ada {bad} Brenning."
            for i, bad in enumerate(NASTY)
        ),
        *(
            f'"We lost {200 + i} houses {bad}," Tomas {bad} Vell, the mayor of Hollin, said.'
            for i, bad in enumerate(NASTY)
        ),
        f"{LONG} about 700 people were injured, officials said.",
        f"Officials said {LONG[:3000]} {'9' * 3000} people fled {'é' * 3000}.",
    ]
)

# Half of a pair of UTF-16 code units: no page and no message can hold it.
SURROGATES = (
    "At least 1,200 people \ud800 were killed in Hollin \udfff, said Ada\ud800 Brenning.\n\n"
    '"We lost \udc00 300 houses," Tomas Vell\ud83d, the mayor of Hollin, said.'
)


def hostile_tables():
    """Tables in which every name, place, phrase and key is hostile."""
    nasty = (*NASTY, f"{LONG} the long")
    sources = {
        f"{key} {nasty[i % len(nasty)]}".replace(" ", "_"): (
            f"{nasty[i % len(nasty)]} {name}",
            f"{nasty[(i + 1) % len(nasty)]} {role}",
            kind,
            naming,
        )
        for i, (key, (name, role, kind, naming)) in enumerate(SOURCES.items())
    }
    keys = dict(zip(SOURCES, sources, strict=True))
    figures = [
        replace(
            figure,
            full=f"{figure.full} {nasty[i % len(nasty)]}",
            counted=f"{nasty[(i + 2) % len(nasty)]} people",
            place=figure.place and f"{nasty[(i + 3) % len(nasty)]} Hollin",
            source=figure.source and keys[figure.source],
            via=figure.via and keys[figure.via],
            cue=figure.cue and f"{figure.cue} {nasty[(i + 4) % len(nasty)]}",
        )
        for i, figure in enumerate(FIGURES)
    ]
    claims = [
        (f"{bad} {told}", source and keys[source], f"{cue} {bad}", f"{content} {bad}", *rest)
        for bad, (told, source, cue, content, *rest) in zip(nasty, PLAIN_CLAIMS, strict=False)
    ]
    return sample_tables(
        figures,
        title=f"Waters {PAYLOADS[1]} {TURNED}",
        outlet=f"The {PAYLOADS[0]} Post",
        plain_claims=claims,
        sources=sources,
    )
