# ruff: noqa: E501 - the sentences stay whole
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article.language import detect_language

SENTENCES = {
    "it": "Il governo ha approvato ieri sera la nuova legge sulla scuola, che entrerà in vigore dal prossimo anno.",
    "en": "The government has approved a new law on schools, which will come into force next year, officials said.",
    "de": "Die Regierung hat am Dienstag ein neues Gesetz beschlossen, das im nächsten Jahr in Kraft treten soll.",
    "fr": "Le gouvernement a adopté mardi une nouvelle loi sur les écoles, qui entrera en vigueur dans un an.",
    "es": "El gobierno aprobó ayer una nueva ley sobre las escuelas, que entrará en vigor el próximo año.",
    "pt": "O governo aprovou ontem uma nova lei sobre as escolas, que não entra em vigor antes do próximo ano.",
    "ca": "El govern ha aprovat una nova llei sobre les escoles, que entrarà en vigor amb el curs vinent.",
    "gl": "O goberno aprobou onte unha nova lei sobre as escolas, que entrará en vigor máis adiante, segundo a Xunta.",
    "nl": "De regering heeft dinsdag een nieuwe wet aangenomen die volgend jaar van kracht wordt voor het onderwijs.",
    "da": "Regeringen har vedtaget en ny lov om skolerne, som ikke træder i kraft før til næste år efter det, der blev sagt.",
    "nb": "Regjeringen har vedtatt en ny lov om skolene, som ikke trer i kraft før neste år etter det som ble sagt nå.",
    "sv": "Regeringen har antagit en ny lag om skolorna, som inte träder i kraft förrän nästa år och som kritiseras.",
    "fi": "Hallitus hyväksyi tiistaina uuden lain, joka ei tule voimaan ennen kuin ensi vuonna, mutta se on jo kiistelty.",
    "is": "Ríkisstjórnin samþykkti í gær ný lög um skóla sem taka ekki gildi fyrr en á næsta ári og það er umdeilt.",
    "et": "Valitsus kiitis teisipäeval heaks uue seaduse, mis ei jõustu enne järgmist aastat, kuid see on juba vaidlus.",
    "lv": "Valdība otrdien apstiprināja jaunu likumu par skolām, kas stāsies spēkā nākamajā gadā, bet tas nav viss.",
    "lt": "Vyriausybė antradienį patvirtino naują įstatymą dėl mokyklų, kuris įsigalios kitais metais, bet tai dar ne viskas.",
    "pl": "Rząd przyjął we wtorek nową ustawę o szkołach, która wejdzie w życie w przyszłym roku, ale nie jest to koniec.",
    "cs": "Vláda v úterý schválila nový zákon o školách, který vstoupí v platnost příští rok, ale není to všechno.",
    "sk": "Vláda v utorok schválila nový zákon o školách, ktorý vstúpi do platnosti budúci rok, ale nie je to všetko.",
    "hu": "A kormány kedden elfogadta az új törvényt az iskolákról, amely jövőre lép hatályba, de ez még nem minden.",
    "ro": "Guvernul a adoptat marți o nouă lege pentru școli, care va intra în vigoare anul viitor, dar nu este totul.",
    "sl": "Vlada je v torek sprejela nov zakon o šolah, ki bo začel veljati prihodnje leto, vendar pa to še ni vse.",
    "tr": "Hükümet salı günü okullarla ilgili yeni bir yasayı kabul etti ve bu yasa gelecek yıl için çok önemli.",
    "vi": "Chính phủ đã thông qua luật mới về trường học, sẽ có hiệu lực vào năm tới, theo các nguồn tin.",
    "id": "Pemerintah menyetujui undang-undang baru tentang sekolah yang akan berlaku tahun depan, kata dia pada Selasa.",
    "sq": "Qeveria miratoi të martën një ligj të ri për shkollat, që do të hyjë në fuqi vitin e ardhshëm.",
    "sw": "Serikali imepitisha sheria mpya ya shule ambayo itaanza kutumika mwaka ujao, alisema waziri wa elimu katika mkutano.",
    "ru": "Правительство приняло новый закон о школах, который вступит в силу в будущем году, но это ещё не всё.",
    "uk": "Уряд ухвалив новий закон про школи, який набуде чинності наступного року, але це ще не все.",
    "bg": "Правителството прие нов закон за училищата, който ще влезе в сила през следващата година, но това не е всичко.",
    "sr": "Влада је у уторак усвојила нови закон о школама, који ће ступити на снагу следеће године, али то није све.",
    "mk": "Владата усвои нов закон за училиштата, кој ќе стапи на сила следната година, но тоа не е сè.",
    "el": "Η κυβέρνηση ενέκρινε χθες τον νέο νόμο για τα σχολεία.",
    "ar": "وافقت الحكومة على قانون جديد بشأن المدارس من المقرر أن يدخل حيز التنفيذ في العام المقبل",
    "fa": "دولت قانون جدیدی را برای مدارس تصویب کرد که از سال آینده اجرا می‌شود و این پایان کار نیست",
    "ur": "حکومت نے اسکولوں کے لیے نیا قانون منظور کر لیا ہے جو اگلے سال سے نافذ ہو گا",
    "he": "הממשלה אישרה אתמול חוק חדש על בתי הספר",
    "hi": "सरकार ने मंगलवार को स्कूलों के लिए नया कानून पारित किया है जो अगले साल से लागू होगा",
    "bn": "সরকার মঙ্গলবার স্কুলের জন্য নতুন আইন অনুমোদন করেছে",
    "ta": "அரசு பள்ளிகளுக்கான புதிய சட்டத்தை ஏற்றுக்கொண்டது",
    "th": "รัฐบาลอนุมัติกฎหมายใหม่เกี่ยวกับโรงเรียนเมื่อวันอังคาร",
    "ja": "政府は火曜日、学校に関する新しい法律を承認した。",
    "zh": "政府周二通过了一项关于学校的新法律，将于明年生效。",
    "ko": "정부는 화요일 학교에 관한 새 법안을 승인했다.",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_tells_its_language(language: str, sentence: str) -> None:
    assert detect_language(sentence) == language


@pytest.mark.parametrize("text", ["", "MENU", "12345", "Twitter Facebook", "2019-04-02", "Mauro Romano"])
def test_what_says_nothing_is_of_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_names_in_another_script_do_not_change_the_language() -> None:
    assert detect_language("Il presidente Xi Jinping (习近平) è arrivato a Roma per la firma degli accordi") == "it"


@given(st.text())
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert detect_language(text) == detect_language(text)
