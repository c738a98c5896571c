"""Italian newspaper prose, made from a seed: the same seed gives the same words."""

import random
import re
import unicodedata

_PLACES = (
    "Valmarina",
    "Castelrovere",
    "Borgo Ponte",
    "San Lupo",
    "Pieve Vecchia",
    "Due Ponti",
    "Capo Sereno",
    "Monte Corno",
)
_WHO = (
    "il consiglio comunale",
    "la giunta",
    "la cooperativa",
    "il consorzio",
    "la fondazione",
    "il comitato",
    "la procura",
)
_WHAT = (
    "la riapertura del ponte",
    "il piano per le scuole",
    "il bilancio di quest'anno",
    "la gara per i nuovi autobus",
    "il restauro del teatro",
    "il rinvio dei lavori al porto",
    "la mappa delle zone a rischio",
    "l'accordo con i pescatori",
    "il cantiere della tangenziale",
    "la stagione dei concerti",
)
_DID = ("approva", "presenta", "rinvia", "difende", "ripensa", "finanzia", "ritira", "sospende")
_NAMES = (
    "Marta Ricci",
    "Piero Lanzi",
    "Carla Benvenuti",
    "Gianni Pascolo",
    "Ilaria Fossati",
    "Ugo Sarti",
    "Rosa Cattaneo",
)
AUTHORS = ("Chiara Bassi", "Andrea Villa", "Sara Conti", "Luisa Moretti", "Paolo Ferrante")
_SENTENCES = (
    "La decisione è arrivata dopo {n} ore di discussione, con {m} voti a favore e due contrari.",
    "Secondo i dati diffusi in serata la spesa supera di {n} mila euro quella prevista.",
    "«Non era scontato, e per questo siamo contenti», ha detto {name} lasciando la sala.",
    "I lavori cominceranno entro {m} settimane e dureranno almeno {n} mesi.",
    "A {place} se ne parlava da anni, senza che nessuno avesse messo mano alle carte.",
    "I residenti hanno raccolto {n} firme e chiedono di essere ascoltati prima dell'estate.",
    "Resta da capire chi pagherà la parte che manca, circa {m} milioni.",
    "«Abbiamo sbagliato i tempi, non il progetto», ha ammesso {name} rispondendo alle domande.",
    "Nel quartiere i negozi hanno tenuto aperto, ma la strada è rimasta vuota fino a mezzogiorno.",
    "La prossima riunione è fissata per il giorno {m}, alle {h} in punto.",
    "Un anno fa, nello stesso periodo, le richieste erano state appena {n}.",
    "Gli uffici confermano che {m} pratiche su {n} sono ancora ferme.",
    "Chi abita vicino al fiume conosce bene il problema e aspetta una risposta scritta.",
    "Il progetto prevede {m} edifici, un giardino e un parcheggio da {n} posti.",
)


class Prose:
    """Words for one article."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def headline(self) -> str:
        """Return a headline of eight words or so."""
        pick = self._random.choice
        return f"{pick(_PLACES)}, {pick(_WHO)} {pick(_DID)} {pick(_WHAT)}"

    def standfirst(self) -> str:
        return self._sentence()

    def author(self) -> str:
        return self._random.choice(AUTHORS)

    def paragraph(self) -> str:
        """Return a paragraph of three or four sentences, none of them twice."""
        forms = self._random.sample(_SENTENCES, self._random.randint(3, 4))
        return " ".join(self._filled(form) for form in forms)

    def _sentence(self) -> str:
        return self._filled(self._random.choice(_SENTENCES))

    def _filled(self, form: str) -> str:
        r = self._random
        return form.format(
            n=r.randint(20, 900), m=r.randint(3, 19), h=r.randint(8, 20), name=r.choice(_NAMES), place=r.choice(_PLACES)
        )


def slug_of(headline: str) -> str:
    """Return *headline* as it stands in an address."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
