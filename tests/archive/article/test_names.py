"""Persons, houses and jobs in the bylines of many languages."""

import pytest

from archive.article.names import has_name_form, is_house, is_person, split_names, without_lead


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("di Mauro Romano", ("Mauro Romano",)),
        ("By Jane Doe and John O'Roe, Political Editor", ("Jane Doe", "John O'Roe")),
        ("Von Anna Schmidt, Jörg Müller und Lea Wagner", ("Anna Schmidt", "Jörg Müller", "Lea Wagner")),
        ("Par Jean-Pierre Dupont", ("Jean-Pierre Dupont",)),
        ("Por Ana María de la Fuente", ("Ana María de la Fuente",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("بقلم: محمد علي", ("محمد علي",)),
        ("Mathatisi Sebusi/Mohalenyane Phakela", ("Mathatisi Sebusi", "Mohalenyane Phakela")),
        ("JÖRG ZSCHOCHE", ("JÖRG ZSCHOCHE",)),
        ("Dr. Anna Bianchi", ("Dr. Anna Bianchi",)),
    ],
)
def test_persons_are_named(line: str, persons: tuple[str, ...]) -> None:
    assert split_names(line)[0] == persons


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("記者 王小明", ("王小明",)),
        ("著者：王小明", ("王小明",)),
        ("文● 王小明", ("王小明",)),
        ("（記者王小明／台北報導）", ("王小明",)),
        ("本报记者 张三 李四", ("张三", "李四")),
        ("文/王小明", ("王小明",)),
        ("記者王小明花蓮報導", ("王小明",)),
        ("〔記者王小明台北報導〕", ("王小明",)),
        ("記者 王小明 台中 報導", ("王小明",)),
        ("記者 王小明／高雄市報導", ("王小明",)),
        ("文／王小明 圖／張三", ("王小明", "張三")),
        ("조해람 기자", ("조해람",)),
        ("김철수 특파원, 이영희 기자", ("김철수", "이영희")),
        ("松岡大地", ("松岡大地",)),
        ("記者 陳大文", ("陳大文",)),
        ("文/李博文", ("李博文",)),
        ("中村 真子", ("中村真子",)),
        ("文 佐々木 太郎", ("佐々木太郎",)),
        ("王小明 陳大文", ("王小明", "陳大文")),
        ("김철수 이영희 기자", ("김철수", "이영희")),
    ],
)
def test_east_asian_names_are_told_from_their_jobs(line: str, persons: tuple[str, ...]) -> None:
    assert split_names(line)[0] == persons


@pytest.mark.parametrize(
    ("line", "house"),
    [
        ("di Mauro Romano - Class Editori", "Class Editori"),
        ("Di REDAZIONE", "REDAZIONE"),
        ("by AFP", "AFP"),
        ("Von dpa", "dpa"),
        ("Quelle: sid", "sid"),
        ("Par Jean Dupont (avec AFP)", "AFP"),
        ("Anna Rossi | The Texas Newsroom", "The Texas Newsroom"),
    ],
)
def test_houses_stand_apart(line: str, house: str) -> None:
    persons, houses = split_names(line)

    assert houses == (house,)
    assert house not in persons


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("Posted by Anna Neri and Karl Weiss, Software Engineers, Alpine Research Europe", ("Anna Neri", "Karl Weiss")),
        ("By Anna Neri, Product Marketing Manager, Lower Town", ("Anna Neri",)),
        ("By Anna Neri, Editor, and Karl Weiss", ("Anna Neri", "Karl Weiss")),
    ],
)
def test_behind_a_job_stands_where_it_is_held(line: str, persons: tuple[str, ...]) -> None:
    assert split_names(line)[0] == persons


@pytest.mark.parametrize(
    ("line", "persons", "houses"),
    [
        ("Anna Neri, Special for RIVER TODAY", ("Anna Neri",), ("RIVER TODAY",)),
        ("Anna Neri, Special to The Daily Ferry", ("Anna Neri",), ("Daily Ferry",)),
        ("Anna Neri, RIVER TODAY Published", ("Anna Neri",), ("RIVER TODAY",)),
        ("NRA Institute for Legal Action", (), ("NRA Institute for Legal Action",)),
        ("Por RioEsporte.comSão Paulo", (), ()),
        ("by Lillie (This text is not subject to review by our staff)", (), ()),
        ("Mit Informationen von Anna Neri, ARD-Studio London", ("Anna Neri",), ("ARD-Studio London",)),
        ("Mit Material von dpa", (), ("dpa",)),
        ("吳垠慧、中國時報", ("吳垠慧",), ("中國時報",)),
        ("大陸新聞中心", (), ("大陸新聞中心",)),
        ("김철수 기자, 연합뉴스", ("김철수",), ("연합뉴스",)),
        ("山田太郎、産経新聞", ("山田太郎",), ("産経新聞",)),
    ],
)
def test_a_house_beside_a_person_is_no_person(line: str, persons: tuple[str, ...], houses: tuple[str, ...]) -> None:
    assert split_names(line) == (persons, houses)


def test_the_sites_name_with_a_word_behind_it_is_no_second_person() -> None:
    sites = frozenset(("river post", "anna"))

    assert split_names("By Anna Neri, River Post UK", sites)[0] == ("Anna Neri",)


@pytest.mark.parametrize(
    "line", ["作者：王小明 时间：2020-01-02 来源：本站", "作者：王小明 發布時間: 2020", "作者：王小明，查看更多"]
)
def test_the_next_label_ends_the_name(line: str) -> None:
    assert split_names(line)[0] == ("王小明",)


@pytest.mark.parametrize(
    "line",
    [
        "Political Editor",
        "Aggiornato il 3 maggio",
        "Leggi tutto",
        "5 min read",
        "Subscribe to our newsletter",
        "",
        "-",
        "First Posted",
    ],
)
def test_what_is_no_name_names_nobody(line: str) -> None:
    assert split_names(line)[0] == ()


def test_the_sites_own_name_is_no_person() -> None:
    assert not is_person("Alto Adige", frozenset({"alto adige"}))


def test_a_portuguese_surname_with_e_is_one_person() -> None:
    assert split_names("João Melo e Castro")[0] == ("João Melo e Castro",)


def test_two_persons_joined_by_e_are_two() -> None:
    assert split_names("di Mario Rossi e Anna Verdi")[0] == ("Mario Rossi", "Anna Verdi")


@pytest.mark.parametrize("line", ["Von Capital Autor Jemima Kelly", "Our correspondent Jemima Kelly"])
def test_a_job_before_the_name_is_cut(line: str) -> None:
    assert split_names(line)[0] == ("Jemima Kelly",)


def test_rubrics_behind_a_bar_are_no_persons() -> None:
    assert split_names("by Anna Neri | 2 May | House and Garden, Spring Ideas")[0] == ("Anna Neri",)


def test_nobody_is_neither_person_nor_house() -> None:
    assert split_names("admin") == ((), ())


@pytest.mark.parametrize(("line", "rest"), [("Di Anna Neri", "Anna Neri"), ("Testo di: Anna Neri", "Anna Neri")])
def test_the_words_that_open_a_byline_go(line: str, rest: str) -> None:
    assert without_lead(line) == rest


def test_a_sentence_has_no_name_form() -> None:
    assert not has_name_form("La città aspetta il ponte da anni")


def test_agencies_are_houses() -> None:
    assert all(is_house(name) for name in ("ANSA", "Agence France-Presse", "Associated Press", "Redaktion"))


@pytest.mark.parametrize(
    "name", ["Ada Penn M.P.H., R.D.", "Karl Frank, CFP", "Lea Roth, DVM", "Jim Bell, MS, RD, FAND", "Dr. Ugo Fo"]
)
def test_a_degree_is_a_part_of_the_printed_name(name: str) -> None:
    assert split_names(f"By {name}")[0] == (name,)


def test_each_degree_belongs_to_the_name_before_it() -> None:
    assert split_names("By Lea Roth, DVM, and Karl Frank, PhD")[0] == ("Lea Roth, DVM", "Karl Frank, PhD")


@pytest.mark.parametrize("line", ["Licensed Grader, M.A. Journalism", "MS, RD"])
def test_a_degree_alone_names_nobody(line: str) -> None:
    assert split_names(line)[0] == ()


@pytest.mark.parametrize("name", ["Paola (Guha) Ghosh", "Ana (Lima) Costa"])
def test_a_second_name_in_brackets_stays(name: str) -> None:
    assert split_names(f"by {name}")[0] == (name,)


def test_a_place_in_brackets_goes() -> None:
    assert split_names("Anna Neri (Roma)")[0] == ("Anna Neri",)


def test_a_degree_behind_a_bar_joins_nobody() -> None:
    assert split_names("Anna Neri | Ugo Bassi, PhD")[0] == ("Anna Neri",)


@pytest.mark.parametrize("name", ["J.D. Vance", "B.A. Paris"])
def test_initials_before_a_name_are_no_degree(name: str) -> None:
    assert split_names(f"By {name}")[0] == (name,)


@pytest.mark.parametrize("line", ["By Ann Lee, Bob Ray, and Cy Fox", "Von Ann Lee, Bob Ray, und Cy Fox"])
def test_a_comma_before_and_loses_nobody(line: str) -> None:
    assert split_names(line)[0] == ("Ann Lee", "Bob Ray", "Cy Fox")


@pytest.mark.parametrize(
    "line", ["Cat Boe, Executive Digital Editor and Master Gardener", "Cat Boe, Licensed Grader and M.A. Journalism"]
)
def test_jobs_joined_by_and_are_no_second_person(line: str) -> None:
    assert split_names(line)[0] == ("Cat Boe",)


@pytest.mark.parametrize(
    "line",
    [
        "ByAnna Neri",
        "Byby Anna Neri",
        "VonAnna Neri",
        "By Anna NeriStaff Writer",
        "Anna NeriFollow @anna",
        "Anna NeriReporting",
    ],
)
def test_words_without_a_space_between_two_elements_are_apart(line: str) -> None:
    assert split_names(line)[0] == ("Anna Neri",)


@pytest.mark.parametrize("line", ["Leonardo DiCaprio", "Byron Scott"])
def test_a_capital_inside_a_name_parts_nothing(line: str) -> None:
    assert split_names(line)[0] == (line,)


@pytest.mark.parametrize(
    "line", ["Cat Boe Illustration by Lia Fo", "By Cat Boe, photographs by Lia Fo", "Text und Fotos von Cat Boe"]
)
def test_who_took_the_pictures_did_not_write(line: str) -> None:
    assert split_names(line)[0] == ("Cat Boe",)


@pytest.mark.parametrize("line", ["Photograph by Lia Fo, Harbour Pictures", "Fotos von Lia Fo"])
def test_pictures_alone_name_no_author(line: str) -> None:
    assert split_names(line)[0] == ()


@pytest.mark.parametrize("line", ["Society for Sacred Music", "By the Fund for Peace"])
def test_the_purpose_of_a_house_is_no_person(line: str) -> None:
    assert split_names(line)[0] == ()


@pytest.mark.parametrize(
    "line", ["By Cat Boe, Home Security Expert", "Cat Boe, Night Life Columnist", "Cat Boe Writer for AFP"]
)
def test_a_job_behind_a_bare_name_is_no_second_person(line: str) -> None:
    assert split_names(line)[0] == ("Cat Boe",)


@pytest.mark.parametrize("line", ["Cat Boe Staff Writer, Lia Fo Columnist", "Cat Boe, Lia Fo Staff Writers"])
def test_each_name_may_have_its_job_behind(line: str) -> None:
    assert split_names(line)[0] == ("Cat Boe", "Lia Fo")


@pytest.mark.parametrize(
    "line",
    ["Hi Friends", "Dear Readers", "City Clerk’s Office", "World's Leading Paper", "What You Can Do", "Social Sharing"],
)
def test_greetings_possessives_and_questions_are_no_person(line: str) -> None:
    assert not is_person(line)


@pytest.mark.parametrize("house", ["Acme Corp", "Nga Gazeta Telegraf"])
def test_a_company_and_a_paper_are_houses(house: str) -> None:
    assert is_house(house)


@pytest.mark.parametrize("line", ["Prev Next", "Copy Link URL", "Previous Slide", "Related Recipe", "MUMBAI Tue"])
def test_buttons_and_places_with_a_weekday_are_no_names(line: str) -> None:
    assert split_names(line)[0] == ()


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("كايلا إبستين وأنجليكا كاساس", ("كايلا إبستين", "أنجليكا كاساس")),
        ("بقلم: سارة أحمد ومحمد علي", ("سارة أحمد", "محمد علي")),
        ("سارة أحمد، محمد علي", ("سارة أحمد", "محمد علي")),
        ("محمد حسن وليد صلاح", ("محمد حسن وليد صلاح",)),
    ],
)
def test_arabic_names_are_joined_by_a_letter(line: str, persons: tuple[str, ...]) -> None:
    assert split_names(line)[0] == persons
