"""Pages in the manner of news sites, all invented: one story in the markup of many hands.

``{0}`` to ``{5}`` stand for the story's paragraphs. What else a template prints is foreign to the
story: a page is whole where each paragraph is in its body and nothing foreign is.
"""

from __future__ import annotations

TITLE = "Mill in Tarn shuts after 61 years"
STORY = (
    "The paper mill in Tarn will close in September and 412 workers will lose their jobs, its "
    "owner, Brandt Pulp, said on Tuesday.",
    "The town council had offered the company $3.4 million to stay, said Mayor Ada Brenn, and "
    "talks had gone on for nine weeks.",
    "“They told us by text message,” said Jonas Lind, who leads the union. “Twenty-two of my "
    "colleagues have been there for 40 years.”",
    "About 1,900 people in the valley depend on the mill, according to a study that the county "
    "published in March.",
    "The price of pulp has fallen by 31 percent in a year, and two other mills on the river closed "
    "in the spring, the owner said.",
    "A buyer was not in sight, Brenn said, although three companies from abroad had looked at the "
    "plant since January.",
)
_P = "".join(f"<p>{{{i}}}</p>" for i in range(6))
_LATER = "".join(f"<p>{{{i}}}</p>" for i in range(1, 6))
_H = f"<h1>{TITLE}</h1>"
_COOKIES = "".join(
    f"<p>We and our {n} partners store and read information on your device to measure what you "
    "read and to show you advertising that fits you, and you may say no to each of them.</p>"
    for n in range(100, 112)
)
_CARD = (
    "<div class='card'><h3><a href='/{0}'>Court fines bank $7 million over {0} loans</a></h3></div>"
)
_CARDS = "".join(_CARD.replace("{0}", str(n)) for n in (14, 15, 16))
_LIST = "".join(
    f"<li><a href='/n{n}'>Storm number {n} leaves {n}00 homes dark</a></li>" for n in (3, 4, 5)
)
_META = (
    '<meta property="og:site_name" content="{name}">'
    '<meta property="article:published_time" content="2023-05-09T06:00:00Z">'
)


def _page(body: str, *, head: str = "", name: str = "Orla Courier") -> str:
    meta = _META.replace("{name}", name)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | {name}'
        f"</title>{meta}{head}</head><body>{body}</body></html>"
    )


def _linked(**said: str) -> str:
    inner = "".join(f', "{key}": {value}' for key, value in said.items())
    return (
        '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "'
        + TITLE
        + '"'
        + inner
        + "}}</script>"
    )


_PAGES = {
    # Names of boxes on the story's own text.
    "paid-paragraphs": f"<article>{_H}<p>{{0}}</p>"
    + _LATER.replace("<p>", '<p class="subscription">')
    + "</article>",
    "metered-body": f'<article>{_H}<div class="meter"><div class="article-body">{_P}</div></div>'
    "</article>",
    "piano-wrapper": f'<main>{_H}<p>{{0}}</p><div id="piano-meter-content">{_LATER}</div></main>',
    "sidebar-columns": f'<main>{_H}<div class="has-sidebar sidebar"><div class="story-body">{_P}'
    "</div></div></main>",
    "teaser-then-rest": f'<article>{_H}<div class="teaser"><div class="article-text"><p>{{0}}</p>'
    f'</div></div><div class="article-text">{_LATER}</div></article>',
    "promo-grid": f'<main>{_H}<section class="promo"><div class="entry-content">{_P}</div>'
    "</section></main>",
    "regwall-list": f'<article>{_H}<div class="regwall"><ul><li>{{0}}</li><li>{{1}}</li></ul></div>'
    "<p>{2}</p><p>{3}</p><p>{4}</p><p>{5}</p></article>",
    "social-body": f'<article class="social">{_H}<div class="post-content share">{_P}</div>'
    "</article>",
    "comments-open": f'<div class="comments"><div class="content">{_H}{_P}</div></div>',
    "ads-wrapper": f'<div class="ads"><article>{_H}<div class="article__body">{_P}</div></article>'
    "</div>",
    "meta-article": f'<article class="meta live">{_H}{_P}</article>',
    "related-page": f'<div class="related"><article>{_H}<div itemprop="articleBody">{_P}</div>'
    "</article></div>",
    "body-parts": f'<article>{_H}<div class="subscribe"><div class="article-body__content">'
    "<p>{0}</p><p>{1}</p><p>{2}</p></div></div><div class='subscribe'>"
    "<div class='article-body__content'><p>{3}</p><p>{4}</p><p>{5}</p></div></div></article>",
    # Long notices and frames around it.
    "long-cookies-first": f'<div class="cookie-banner consent">{_COOKIES}</div><article>{_H}{_P}'
    "</article>",
    "long-cookies-last": f'<main><article>{_H}{_P}</article></main><div class="gdpr">{_COOKIES}'
    "</div>",
    "cookies-unnamed": f"<article>{_H}{_P}</article><div><div>{_COOKIES}</div></div>",
    "cookies-and-paywall": f'<div id="ccpa">{_COOKIES}</div><article>{_H}'
    f'<div class="paywall-article article-content">{_P}</div></article>',
    "menus-around": "<nav><a href='/a'>World</a> <a href='/b'>Markets</a></nav>"
    f"<main><article>{_H}{_P}</article></main><footer><p>Printed in Tarn since 1903, on 100 "
    "percent of recycled paper, by people who live here and like it.</p></footer>",
    "skip-links": f'<a href="#main">Skip to main content</a><main id="main">{_H}{_P}</main>',
    "drawings": "<header><svg>"
    + '<path d="M0 0"/>' * 310
    + f"</svg></header><article>{_H}{_P}</article>",
    "drawings-in-text": f"<article>{_H}<p>{{0}}</p><svg><g>"
    + "<circle r='2'/><use href='#a'/>" * 160
    + f"</g></svg>{_LATER}</article>",
    # Offers between the paragraphs.
    "offer-box": f"<article>{_H}<p>{{0}}</p><section><h3>FOR SUBSCRIBERS ONLY</h3><p>Get all 12 "
    "regional editions for $2.</p><ul><li>Puzzles, 40 a week.</li><li>Recipes.</li></ul>"
    f"</section>{_LATER}</article>",
    "newsletter-box": f"<article>{_H}<p>{{0}}</p><div><h4>Sign up for The Morning Nine</h4>"
    "<p>Nine stories in your inbox by 6 a.m.</p><p>By giving your e-mail you agree to our "
    f"privacy policy.</p></div>{_LATER}</article>",
    "newsletter-class": f'<article>{_H}<p>{{0}}</p><div class="newsletter"><p>Join 30,000 readers '
    f"of our Monday letter.</p></div>{_LATER}</article>",
    "offer-flat": f"<article>{_H}<p>{{0}}</p><p>Subscribe for $1 a week and read on.</p>{_LATER}"
    "</article>",
    "offer-at-end": f'<article>{_H}{_P}<div class="paywall"><p>Start your free trial: 30 days for '
    "$0.</p><p>Already a subscriber? Log in.</p></div></article>",
    "donation": f'<article>{_H}{_P}<div class="donate"><p>Give $5 a month.</p></div></article>',
    "app-offer": f"<article>{_H}<p>{{0}}</p><div><p>Download our app: 4.8 stars of 5.</p></div>"
    f"{_LATER}</article>",
    # Other stories.
    "cards-inside": f"<article>{_H}<p>{{0}}</p>{_CARDS}{_LATER}</article>",
    "most-read": f"<article>{_H}<p>{{0}}</p><h3>Most read in Business</h3><ul>{_LIST}</ul>{_LATER}"
    "</article>",
    "related-aside": f"<article>{_H}<p>{{0}}</p><aside><p>Related: 12 hurt in tram crash</p>"
    f"</aside>{_LATER}</article>",
    "linked-line": f'<article>{_H}<p>{{0}}</p><p><a href="/x">More: 9 mills that shut this year'
    f"</a></p>{_LATER}</article>",
    "cards-after": f"<main><article>{_H}{_P}</article><section><h2>More from Business</h2>{_CARDS}"
    "</section></main>",
    "trending-end": f"<article>{_H}{_P}<h3>Trending now</h3><ol>{_LIST}</ol></article>",
    # Small furniture.
    "reading-time": f"<article>{_H}<p>4 min read</p>{_P}</article>",
    "share-counts": f"<article>{_H}<p>Share 2.4K Tweet 310</p>{_P}<p>17 comments</p></article>",
    "share-list": f'<article>{_H}<ul class="share"><li>Facebook 91</li><li>X 12</li></ul>{_P}'
    "</article>",
    "caption-twice": f"<article>{_H}<figure><img src='a.jpg'><figcaption>{{5}}</figcaption>"
    "</figure><p>{0}</p><p>{1}</p><p>{2}</p><p>{3}</p><p>{4}</p><div>{5}</div></article>",
    "pull-quote": f"<article>{_H}<p>{{0}}</p><blockquote class='pullquote'>They told us by text "
    f"message</blockquote>{_LATER}</article>",
    "ad-labels": f"<article>{_H}<p>{{0}}</p><p>Advertisement</p><p>Story continues below</p>"
    f"{_LATER}</article>",
    "listen": f"<article>{_H}<div>Listen to this article</div><div>5 min listen</div>{_P}"
    "</article>",
    "article-content-labels": f"<article>{_H}<p>{{0}}</p><p>Article content</p>{_LATER}</article>",
    "printed-from-browser": f"<article><p>5/9/23, 9:44 AM</p>{_H}{_P}"
    "<p>https://orla-courier.example/mill-shuts 1/1</p></article>",
    "gallery-count": f"<article>{_H}<p>1 / 7</p>{_P}</article>",
    "author-box": f'<article>{_H}{_P}<div class="author-bio">Mia Holt has covered paper for 8 '
    "years.</div></article>",
    # Other kinds of page.
    "amp": f'<amp-consent id="consent"><p>We use 90 cookies.</p></amp-consent><article>{_H}'
    f"<amp-img></amp-img>{_P}<amp-ad>Ad 300</amp-ad></article>",
    "live-posts": f"<main>{_H}"
    + "".join(
        f"<article class='post'><time>1{i}:05</time><h2><a href='#p{i}'>What we know so far, part "
        f"{'abcdef'[i]}</a></h2><p>{{{i}}}</p></article>"
        for i in range(6)
    )
    + "</main>",
    "tables-for-layout": "<table role='presentation'><tr><td><a href='/'>Home</a></td><td>"
    f"{_H}{_P}</td></tr></table>",
    "breaks-for-paragraphs": f"<div id='story'>{_H}"
    + "<br><br>".join(f"{{{i}}}" for i in range(6))
    + "</div>",
    "custom-elements": f"<app-root><app-story>{_H}<story-body class='story-body'>{_P}</story-body>"
    "</app-story><app-offers class='subscribe'>Only $9</app-offers></app-root>",
    "notes-in-text": f"<article>{_H}" + _P.replace("{3}</p>", "{3}<sup>[1]</sup></p>")
    + "</article>",
}  # fmt: skip

PAGES = {name: _page(body).replace("{{", "{").replace("}}", "}") for name, body in _PAGES.items()}
PAGES["sold-but-whole"] = _page(
    f'<article>{_H}<div class="gated">{_P}</div></article>',
    head=_linked(isAccessibleForFree="false", hasPart='{"cssSelector": ".gated"}')
    .replace("{{", "{")
    .replace("}}", "}"),
)
PAGES["outlet-as-code"] = _page(
    f"<article>{_H}{_P}</article>",
    name="orlacourier",
    head=_linked(publisher='{"@type": "Organization", "name": "Orla Courier"}')
    .replace("{{", "{")
    .replace("}}", "}"),
)


def page(name: str) -> str:
    """The page with the story's paragraphs in their places."""
    made = PAGES[name]
    for i, paragraph in enumerate(STORY):
        made = made.replace(f"{{{i}}}", paragraph)
    return made
