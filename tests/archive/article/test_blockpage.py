"""Bot walls are told from pages, by several signs together; what newspapers write about them is no wall."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.article.blockpage import block_reason
from archive.article.page import Page

NOW = datetime(2026, 2, 25, tzinfo=UTC)


def page(title: str, inside: str, *, head: str = "", status: int = 200) -> Page:
    text = f"<html><head><title>{title}</title>{head}</head><body>{inside}</body></html>"
    return replace(Page.from_html(text, url="https://giornale.example/a", captured_at=NOW), status=status)


WALLS = {
    "Cloudflare": page(
        "Just a moment...",
        "<noscript><div>Enable JavaScript and cookies to continue</div></noscript>"
        "<script>window._cf_chl_opt={cvId:'3',cZone:'giornale.example'};</script>",
    ),
    "Cloudflare, blocked": page(
        "Attention Required! | Cloudflare",
        '<div id="cf-error-details"><h1>Sorry, you have been blocked</h1><p>This website is using a security service '
        "to protect itself from online attacks.</p><p>Cloudflare Ray ID: 7d1f2a3b4c5d6e7f</p></div>",
        status=403,
    ),
    "Akamai": page(
        "Access Denied",
        '<h1>Access Denied</h1>You don\'t have permission to access "http://giornale.example/a" on this server.<p>'
        "Reference #18.2d351ab8.1557333295.a4e16ab",
    ),
    "DataDome": page(
        "giornale.example",
        '<p id="cmsg">Please enable JS and disable any ad blocker</p><script>var dd={"rt":"c","cid":"x"}</script>'
        '<script src="https://ct.captcha-delivery.com/c.js"></script>',
        status=403,
    ),
    "HUMAN": page(
        "Access to this page has been denied.",
        "<h1>Before we continue...</h1><p>Press &amp; Hold to confirm you are a human (and not a bot).</p>"
        '<div id="px-captcha"></div>',
    ),
    "Imperva": page(
        "",
        '<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=23&xinfo=9">Request unsuccessful. Incapsula '
        "incident ID: 443000270121961512-60</iframe>",
    ),
    "Distil": page(
        "Pardon Our Interruption",
        "<h1>Pardon Our Interruption...</h1><p>As you were browsing, something about your browser made us think you "
        "were a bot.</p>",
    ),
    "AWS": page(
        "Human Verification",
        '<div id="captcha-container"></div><script>window.gokuProps = {"key":"x"};</script>'
        "<noscript>JavaScript is disabled. In order to continue, we need to verify that you're not a robot.</noscript>",
    ),
    "F5": page(
        "Request Rejected",
        "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 12345678901234",
    ),
    "Anubis": page(
        "Making sure you're not a bot!",
        '<h1>Making sure you\'re not a bot!</h1><p>Loading...</p><script id="anubis_challenge">{}</script>',
    ),
    "plain 503": page("Service", "<p>Checking your browser before accessing giornale.example.</p>", status=503),
    "captcha, German": page(
        "Sicherheitsüberprüfung",
        '<p>Bitte bestätigen Sie, dass Sie ein Mensch sind.</p><div class="g-recaptcha" data-sitekey="x"></div>',
    ),
    "captcha, Italian": page(
        "Verifica di sicurezza - Il Giornale",
        '<p>Abbiamo rilevato traffico insolito dalla tua rete.</p><div class="h-captcha"></div>',
    ),
    "refused, Spanish": page("Acceso denegado", "<p>Su dirección IP ha sido bloqueada.</p>", status=403),
    "refused, French": page("Accès refusé", "<p>Votre accès a été bloqué.</p>"),
    "captcha, Russian": page(
        "Ой!", '<p>Подтвердите, что запросы отправляли вы, а не робот</p><a href="/showcaptcha?cc=1">Я не робот</a>'
    ),
    "refused, Japanese": page("アクセスが拒否されました", "<p>アクセスが制限されています。</p>", status=403),
    "captcha, Chinese": page("安全验证", "<p>请完成验证以证明您是真人</p><p>异常流量</p>"),
}
BRIEF = (
    "La rete civica ha introdotto un controllo per chi compila i moduli del Comune. Lo ha annunciato ieri l'assessore "
    "durante la seduta del consiglio, dopo le proteste dei residenti che chiedevano tempi più brevi per gli sportelli. "
    "Il servizio resta gratuito e la scheda potrà essere compilata anche in biblioteca con l'aiuto del personale."
)
LONG = "".join(
    f"<p>{text}</p>"
    for text in (
        (
            "Every reader knows the sentence: verify you are human. The puzzles that ask visitors to prove that you "
            "are not a robot have been with us for twenty years, and they are about to vanish. Engineers say "
            "that checking your browser before accessing a site is cheaper, and that press and hold was never more "
            "than a stopgap for shops that wanted to keep resellers out of their sales."
        ),
        (
            "Access denied is what users of older telephones read instead. You have been blocked, the page tells them, "
            "and gives a Ray ID of sixteen digits. Critics call it an unusual kind of traffic law."
        ),
    )
)


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_told(name: str) -> None:
    assert block_reason(WALLS[name]) is not None


def test_the_vendor_is_named() -> None:
    assert block_reason(WALLS["DataDome"]) == "wall of DataDome"


@pytest.mark.parametrize(
    ("title", "inside", "head"),
    [
        ("Verify you are human: the end of the captcha | The Paper", f"<h1>The end of the captcha</h1>{LONG}", ""),
        ("Access denied", f"<h1>Access denied</h1>{LONG}", ""),
        ("Just a moment", f"<h1>Just a moment</h1><p>{BRIEF}</p>", ""),
        ("Just a moment", "<h1>Just a moment</h1><p>A poem.</p>", '<meta property="og:type" content="article">'),
        ("Il Giornale", f'<p>{BRIEF}</p><form class="g-recaptcha"><input></form>', ""),
        ("Contatti - Il Giornale", '<h1>Scrivici</h1><form><div class="g-recaptcha"></div></form>', ""),
        ("Il Giornale", "".join(f'<a href="/{n}">Notizia {n}</a> ' for n in range(40)), ""),
        (
            "Il porto",
            f"<h1>Il porto</h1><p>{BRIEF}</p><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>",
            "",
        ),
        ("Il porto", f"<p>{BRIEF}</p><script src='https://js.datadome.co/tags.js'></script>", ""),
        ("Pagina non trovata", "<h1>404</h1><p>La pagina non esiste.</p>", ""),
        ("Abbonati per continuare", "<h1>Il porto</h1><p>Questo articolo è riservato agli abbonati. Accedi.</p>", ""),
        ("", "", ""),
    ],
)
def test_a_page_is_no_wall(title: str, inside: str, head: str) -> None:
    assert block_reason(page(title, inside, head=head)) is None


def test_a_long_article_about_walls_is_none_even_where_the_server_says_403() -> None:
    assert block_reason(page("Access denied", LONG, status=403)) is None


def test_an_error_page_of_503_that_says_nothing_of_a_visitor_is_none() -> None:
    assert block_reason(page("Manutenzione", "<p>Torniamo presto.</p>", status=503)) is None
