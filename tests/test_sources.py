# ruff: noqa: E501
"""Who each source is: from marked-up articles about invented people and places."""

from __future__ import annotations

import pytest
from marked_text import marked

from helpers.language import read
from helpers.records import Article, Attribution, Passage, Sentence, Span
from helpers.sources import resolve_sources
from helpers.sources.reading import MentionReader


def resolved(source: str, **options):
    article, passages, sentences, attributions = marked(source)
    reading = read(article, passages, sentences)
    return article, resolve_sources(article, passages, sentences, attributions, reading, **options)


def mention_of(surface: str, *, said: str = "{}"):
    """The mention read where it stands in a sentence, or by itself."""
    text = said.format(surface)
    article = Article(text, "0" * 64, "a0123456789b")
    passages = [Passage(0, len(text), "paragraph", "body")]
    reading = read(article, passages, [Sentence(0, len(text), 0)])
    start = said.index("{")
    return MentionReader(reading).read(start, start + len(surface))


def names_of(source: str) -> list[str | None]:
    """For each attribution in the order of its number, the name of its source."""
    _, resolution = resolved(source)
    name = {s.source_id: s.name for s in resolution.sources}
    return [name.get(i) for i in resolution.of_attribution]


def record_of(source: str, name: str):
    _, resolution = resolved(source)
    return next(s for s in resolution.sources if s.name == name)


MENTIONS = [
    # surface, name, role, affiliation, country, source_type, naming
    ("Interior Minister Ada Brenn", "Ada Brenn", "Interior Minister", None, None, "government", "named_person"),
    ("deputy health minister Tom Vale", "Tom Vale", "deputy health minister", None, None, "government", "named_person"),
    ("French President Ada Brenn", "Ada Brenn", "French President", None, "France", "government", "named_person"),
    ("U.S. President Ada Brenn's", "Ada Brenn", "U.S. President", None, "United States", "government", "named_person"),
    ("Peru's prosecutor general, Ada Brenn,", "Ada Brenn", "prosecutor general", None, "Peru", "justice", "named_person"),
    ("Ada Brenn, a presidential adviser now in charge of water,", "Ada Brenn", "presidential adviser", None, None, "government", "named_person"),
    ("55-year-old Tom Vale, his voice cracking", "Tom Vale", None, None, None, "other", "named_person"),
    ("Tom Vale, 61, who lost his house", "Tom Vale", None, None, None, "other", "named_person"),
    ("Local lawmaker Ada Brenn", "Ada Brenn", "Local lawmaker", None, None, "local_government", "named_person"),
    ("the mayor of Karsk, Ada Brenn,", "Ada Brenn", "mayor of Karsk", None, None, "local_government", "named_person"),
    ("World Health Organization spokesman Tom Vale", "Tom Vale", "World Health Organization spokesman", "World Health Organization", None, "intergovernmental", "named_person"),
    ("a spokesman for the ministry, Tom Vale,", "Tom Vale", "spokesman for the ministry", "ministry", None, "government", "named_person"),
    ("seismologist Ada Brenn of the Karsk Institute", "Ada Brenn", "seismologist", "Karsk Institute", None, "expert", "named_person"),
    ("Sen. Tom Vale", "Tom Vale", "Sen.", None, None, "political", "named_person"),
    ("retired Lt. Gen. Tom Vale", "Tom Vale", "retired Lt. Gen.", None, None, "military", "named_person"),
    ("Secretary of State Ada F. Brenn", "Ada F. Brenn", "Secretary of State", None, None, "government", "named_person"),
    ("NBC's Tom Vale", "Tom Vale", None, "NBC", None, "media", "named_person"),
    ("Dr. Ada Brenn of Karsk General Hospital", "Ada Brenn", "Dr.", "Karsk General Hospital", None, "medical", "named_person"),
    ("Neighbouring Peru", "Peru", None, None, "Peru", "government", "organisation"),
    ("Peruvian President Ada Brenn's tanks", "Ada Brenn", "Peruvian President", None, "Peru", "government", "named_person"),
    ("Mr. King", "King", None, None, None, "other", "named_person"),
    ("an engineer who had worked there", "an engineer", None, None, None, "expert", "unnamed_person"),
    ("a baker called Anna", "Anna", "baker", None, None, "witness", "named_person"),
    ("the Wall Street Journal", "Wall Street Journal", None, None, None, "media", "organisation"),
    ("the Karsk Courier", "Karsk Courier", None, None, None, "media", "organisation"),
    ("Britain's health ministry", "Britain's health ministry", None, None, "United Kingdom", "government", "organisation"),
    ("the country's health ministry", "health ministry", None, None, None, "government", "organisation"),
    ("Russia's Prosecutor General's Office", "Russia's Prosecutor General's Office", None, None, "Russia", "justice", "organisation"),
    ("Peru", "Peru", None, None, "Peru", "government", "organisation"),
    ("the Kremlin", "Kremlin", None, None, "Russia", "government", "organisation"),
    ("The charity Open Hands", "Open Hands", None, None, None, "ngo", "organisation"),
    ("The operator, Talvo Line", "Talvo Line", None, None, None, "company", "organisation"),
    ("police", "police", None, None, None, "justice", "organisation"),
    ("AFP journalists", "AFP journalists", None, "AFP", None, "media", "unnamed_group"),
    ("fleeing residents", "fleeing residents", None, None, None, "witness", "unnamed_group"),
    ("Western experts", "Western experts", None, None, None, "expert", "unnamed_group"),
    ("Peruvian officials", "Peruvian officials", None, None, "Peru", "government", "unnamed_group"),
    ("one senior Peruvian official", "one senior Peruvian official", None, None, "Peru", "government", "unnamed_person"),
    ("people familiar with the matter", "people familiar with the matter", None, None, None, "other", "unnamed_group"),
    ("transport ministry officials", "transport ministry officials", None, "transport ministry", None, "government", "unnamed_group"),
    ("one doctor at the main hospital in Karsk", "one doctor at the main hospital in Karsk", None, "main hospital in Karsk", None, "medical", "unnamed_person"),
    ("two senior police officers", "two senior police officers", None, None, None, "justice", "unnamed_group"),
    ("a spokesman for the health ministry", "a spokesman for the health ministry", None, "health ministry", None, "government", "unnamed_person"),
    ("His sister", "His sister", None, None, None, "witness", "unnamed_person"),
    ("A study in the journal Karsk Medicine", "A study in the journal Karsk Medicine", None, "Karsk Medicine", None, "expert", "document"),
    ("a survey by the charity Open Gate", "a survey by the charity Open Gate", None, "Open Gate", None, "ngo", "document"),
    ("A new poll", "A new poll", None, None, None, "expert", "document"),
    # The tree tells office and name apart, whatever stands in either.
    ("Minister of ports and fisheries Tom Vale", "Tom Vale", "Minister of ports and fisheries", None, None, "government", "named_person"),
    ("Prime Minister Sheikh Nadira", "Sheikh Nadira", "Prime Minister", None, None, "government", "named_person"),
    ("Samir al-Rashid, a commander,", "Samir al-Rashid", "commander", None, None, "military", "named_person"),
    ("Lucia d'Amaro, a nurse,", "Lucia d'Amaro", "nurse", None, None, "medical", "named_person"),
    ("Greta Holm of Alder Bank", "Greta Holm", None, "Alder Bank", None, "company", "named_person"),
    ("the Michigan Attorney General", "the Michigan Attorney General", None, None, "United States", "justice", "unnamed_person"),
    ("the president of the Karsk Football Federation", "the president of the Karsk Football Federation", None, "Karsk Football Federation", None, "ngo", "unnamed_person"),
    # A city or a part of a country tells the country, a place that is only near it does not.
    ("Kharkiv mayor Ivo Tarn", "Ivo Tarn", "Kharkiv mayor", None, "Ukraine", "local_government", "named_person"),
    ("Governor Dana Pell of Georgia", "Dana Pell", "Governor", None, "United States", "local_government", "named_person"),
    ("a former Irish envoy to the U.K. and NATO", "a former Irish envoy to the U.K. and NATO", None, None, "Ireland", "government", "unnamed_person"),
    ("London police", "London police", None, None, "United Kingdom", "justice", "organisation"),
    ("Bavaria", "Bavaria", None, None, "Germany", "local_government", "organisation"),
    # Bodies and papers by the noun that heads them.
    ("the United Nations Office for Project Services", "United Nations Office for Project Services", None, None, None, "intergovernmental", "organisation"),
    ("a report released by the Karsk Health Agency", "a report released by the Karsk Health Agency", None, "Karsk Health Agency", None, "government", "document"),
    ("researchers from Stanford University", "researchers from Stanford University", None, "Stanford University", None, "expert", "unnamed_group"),
]  # fmt: skip


@pytest.mark.parametrize("case", MENTIONS, ids=[case[0] for case in MENTIONS])
def test_a_mention_is_read_into_name_role_affiliation_country_type_and_naming(case):
    surface, *expected = case
    mention = mention_of(surface, said="{} said so.")
    assert [
        mention.name,
        mention.role,
        mention.affiliation,
        mention.country,
        mention.source_type,
        mention.naming,
    ] == expected


LINKS = [
    ("offices of two towns are two",
     "[s1:The mayor of Talvo] [c1:said] [x1:so]. [s2:The mayor of Karsk] [c2:said] [x2:no].",
     ["The mayor of Talvo", "The mayor of Karsk"]),
    ("a short form in brackets need be no acronym",
     "[s1:The Talvo Institute of Hydrology] (Tahyd) [c1:said] [x1:so]. [s2:Tahyd] [c2:said] [x2:no].",
     ["Talvo Institute of Hydrology"] * 2),
    ("a country is not the end of another's name",
     "[s1:South Sudan] [c1:said] [x1:so]. [s2:Sudan] [c2:said] [x2:no].", ["South Sudan", "Sudan"]),
    ("the statement is the body's where no paper was told of",
     "[s1:Oxfam] [c1:said] [x1:so]. [s2:The statement] [c2:added] [x2:no].", ["Oxfam"] * 2),
    ("whose director it is tells one from another",
     "[s1:The school's director] [c1:said] [x1:so]. [s2:The hospital's director] [c2:said] [x2:no].",
     ["The school's director", "The hospital's director"]),
    ("surnames and pronouns lead to the full name",
     "[s1:Interior Minister Ada Brenn] [c1:said] [x1:it rained]. [x2:It will stop,] [s2:Brenn] [c2:said].\n[s3:She] [c3:said] [x3:so].",
     ["Ada Brenn"] * 3),
    ("a surname takes the name and role that the narrator gave",
     "Peruvian President Ada Brenn's tanks rolled on.\n[s1:Brenn] has [c1:demanded] [x1:peace].", ["Ada Brenn"]),
    ("a surname before the full name is one person",
     "[s1:Vale] [c1:said] [x1:no].\n[s2:Tom Vale] [c2:said] [x2:yes].", ["Tom Vale", "Tom Vale"]),
    ("the last speaker is preferred to a name in an aside",
     "[s1:President Ada Brenn] [c1:said] [x1:it] after talks with Lisa Holm. [s2:She] [c2:denied] [x2:it].", ["Ada Brenn"] * 2),
    ("a pronoun takes the gender that fits",
     "[s1:Olga Brenn] [c1:said] [x1:it]. [s2:Tom Vale] [c2:denied] [x2:it]. [s3:She] [c3:insisted] [x3:so].", ["Olga Brenn", "Tom Vale", "Olga Brenn"]),
    ("a possessive pronoun may be the source",
     "[s1:Tom Vale] [c1:spoke] [x1:here]. [s2:His] [c2:claim] [x2:that it rained] was odd.", ["Tom Vale"] * 2),
    ("a sister is not her brother, and she is she",
     "[x1:\"It fell,\"] [c1:said] [s1:55-year-old Tom Vale]. [s2:His sister] [c2:said] [x2:so]. [x3:We ran,] [s3:she] [c3:said].", ["Tom Vale", "His sister", "His sister"]),
    ("they continue the officials",
     "[s1:Officials] [c1:said] [x1:80 homes burned]. [s2:They] [c2:said] [x2:more would]. [s3:The officials] [c3:left] [x3:it].", ["Officials"] * 3),
    ("officials of another paragraph are others",
     "[s1:Peruvian officials] [c1:said] [x1:one thing].\nHomes burned, [s2:officials] [c2:said].", ["Peruvian officials", "officials"]),
    ("an unnamed official is no named adviser",
     "[s1:One senior official] [c1:said] [x1:5,000].\n[s2:Ada Brenn, a presidential adviser,] [c2:said] [x2:10].", ["One senior official", "Ada Brenn"]),
    ("a relative takes up the phrase before it",
     "Killed, [c1:according to] [s1:one senior Peruvian official] [s2:who] [c2:estimated] [x2:more].", ["one senior Peruvian official"] * 2),
    ("a relative brings in people that nothing else names",
     "Reporters met fleeing residents, [s1:who] [c1:described] [x1:hell].", ["fleeing residents"]),
    ("an acronym, it and the agency are the organisation",
     "[s1:The International Organization for Migration (IOM)] [c1:said] [x1:a]. [s2:It] [c2:counted] [x2:b]. [s3:The agency] [c3:said] [x3:c].\n[s4:IOM] [c4:said] [x4:d].",
     ["International Organization for Migration"] * 4),
    ("the ministry is the ministry named before",
     "[s1:Peru's foreign ministry] [c1:said] [x1:a]. [s2:The ministry] [c2:said] [x2:b].", ["Peru's foreign ministry"] * 2),
    ("the defence ministry is not the health ministry",
     "[s1:The health ministry] [c1:said] [x1:a]. [s2:The defence ministry] [c2:said] [x2:b].", ["health ministry", "defence ministry"]),
    ("the adviser is whose role says so",
     "[s1:Ada Brenn, a presidential adviser,] [c1:said] [x1:a].\n[s2:The adviser] [c2:said] [x2:b].", ["Ada Brenn"] * 2),
    ("the office holder may be named after he spoke",
     "The Relief Union was late, [s1:its director] [c1:said].\n[x2:No money,] [s2:Director Ada Brenn] [c2:said].", ["Ada Brenn"] * 2),
    ("another officer is another",
     "[s1:One senior officer] [c1:said] [x1:a]. [s2:Another officer] [c2:denied] [x2:it].", ["One senior officer", "Another officer"]),
    ("a state that speaks is an organisation",
     "[s1:Peru] [c1:played down] [x1:the claims]. [s2:It] [c2:said] [x2:so].", ["Peru", "Peru"]),
    ("the study, found again",
     "[s1:A study by Karsk University] [c1:found] [x1:a]. [s2:The study] [c2:showed] [x2:b].", ["A study by Karsk University"] * 2),
    ("I is who is quoted",
     "[x1:\"[s2:I] [c2:think] [x2:it will rain],\"] [s1:Ada Brenn] [c1:said].", ["Ada Brenn"] * 2),
    ("he within a quotation is not its speaker",
     "[s1:Tom Vale] [c1:spoke] [x1:first]. [x2:\"I say [s3:he] [c3:said] [x3:no],\"] [s2:Max Holm] [c2:said].", ["Tom Vale", "Max Holm", "Tom Vale"]),
    ("a clause about the unnamed is no part of their name",
     "It sank, said [s1:an engineer who had worked there]. [s2:He] [c2:added] [x2:more].", ["an engineer"] * 2),
    ("a name printed after the span is read with it",
     "[s1:A baker] called Anna [c1:said] [x1:so].\n[s2:A ministry spokesman], Tom Vale, [c2:said] [x2:no].", ["Anna", "Tom Vale"]),
    ("a former office describes the last speaker anew",
     "[s1:Lawmaker Tom Vale] [c1:accused] [x1:them]. [x2:They knew,] [s2:the former minister] [c2:said].", ["Tom Vale"] * 2),
    ("another minister is not the last speaker",
     "[s1:Lawmaker Tom Vale] [c1:accused] [x1:them]. [x2:No,] [s2:the health minister] [c2:said].", ["Tom Vale", "the health minister"]),
    ("an owner that is a company is named, and it takes it up",
     "[s1:The mine's owner, Karbon Holding,] [c1:denied] [x1:it]. In a note, [s2:it] [c2:said] [x2:so].", ["Karbon Holding"] * 2),
    ("an office told before the name is learned for the pronoun",
     "Rescuers came, the head of the regional centre, Tom Vale, told a broadcaster. [s1:He] [c1:put] [x1:the dead at six].", ["Tom Vale"]),
    ("they may be people whom the narrator told of",
     "The scientists left early. [s1:They] [c1:estimated] [x1:a loss].", ["The scientists"]),
    ("a person stays in view through the narration",
     "Tom Vale was born here. He left. He came back. [s1:He] [c1:said] [x1:so].", ["Tom Vale"]),
    ("WHO is no pronoun", "[s1:WHO] [c1:said] [x1:so].", ["WHO"]),
    ("two ministers joined speak as one",
     "[s1:France and Peru] [c1:said] [x1:a].", ["France and Peru"]),
    ("namesakes with other first names stay apart",
     "[s1:Ada Brenn] [c1:said] [x1:a]. [s2:Tom Brenn] [c2:said] [x2:b].", ["Ada Brenn", "Tom Brenn"]),
]  # fmt: skip


@pytest.mark.parametrize("case", LINKS, ids=[case[0] for case in LINKS])
def test_each_surface_leads_to_its_one_source(case):
    _, source, expected = case
    assert names_of(source) == expected


RELAYS = [
    ("citing after the cue", "[x1:Envoys fell ill], [s1:the Daily Courier] [c1:reported], citing people close to the talks.",
     ("people close to the talks", "Daily Courier")),
    ("citing as its own cue", "[x1:Envoys fell ill], the Daily Courier reported, [c1:citing] [s1:people close to the talks].",
     ("people close to the talks", "Daily Courier")),
    ("both in one source", "[s1:The Daily Courier] [c1:reported], citing [s1:people close to the talks], [x1:that envoys fell ill].",
     ("people close to the talks", "Daily Courier")),
    ("quoted as saying", "[s1:State media] [c1:quoted] [s1:the health ministry] [c1:as saying] [x1:three died].",
     ("health ministry", "State media")),
    ("quoted as saying, the quoted alone", "State media quoted [s1:the health ministry] [c1:as saying] [x1:three died].",
     ("health ministry", "State media")),
    ("quoting before the verb", "[s1:Radio Karsk], quoting army sources, [c1:said] [x1:300 soldiers went].",
     ("army sources", "Radio Karsk")),
    ("told an agency is no relay", "[s1:Ada Brenn] [c1:told] AFP [x1:that three died].", ("Ada Brenn", None)),
    ("an official who cites a report speaks himself", "[s1:Ada Brenn] [c1:said], citing a report, [x1:that three died].", ("Ada Brenn", None)),
]  # fmt: skip


@pytest.mark.parametrize("case", RELAYS, ids=[case[0] for case in RELAYS])
def test_a_relay_keeps_the_source_and_who_hands_it_on(case):
    _, source, (name, via) = case
    _, resolution = resolved(source)
    by_id = {s.source_id: s.name for s in resolution.sources}
    assert by_id.get(resolution.of_attribution[0]) == name
    assert by_id.get(resolution.via_of_attribution[0]) == via


def test_words_told_inside_another_voice_are_relayed_by_it():
    _, resolution = resolved(
        "[s1:State media] [c1:reported] [x1:that [s2:Ada Brenn] [c2:said] [x2:three died]]."
    )
    by_id = {s.source_id: s.name for s in resolution.sources}
    assert by_id[resolution.of_attribution[1]] == "Ada Brenn"
    assert by_id[resolution.via_of_attribution[1]] == "State media"


def test_a_wish_told_by_another_is_its_holder_s_and_nobody_relays_it():
    _, resolution = resolved(
        "[s1:Officials] [c1:believe] [x1:that [s2:Peru] [c2:wants] [x2:the capital]]."
    )
    by_id = {s.source_id: s.name for s in resolution.sources}
    assert by_id[resolution.of_attribution[1]] == "Peru"
    assert resolution.via_of_attribution == (None, None)


def test_who_appears_to_do_something_has_not_spoken():
    _, resolution = resolved("[s1:Both sides] [c1:appear] [x1:determined].")
    assert resolution.sources == () and resolution.of_attribution == (None,)


def test_a_cue_without_an_agent_names_nobody():
    _, resolution = resolved("They were [c1:reportedly] [x1:poisoned].")
    assert resolution.of_attribution == (None,) and resolution.residue == ()


def test_a_pronoun_without_anybody_before_it_is_residue():
    article, resolution = resolved("It rained. [s1:He] [c1:said] [x1:so].")
    assert resolution.of_attribution == (None,)
    (left,) = resolution.residue
    assert (article.text[left.start : left.end], left.reason) == ("He", "unresolved_attribution")


def test_speakers_of_boilerplate_stand_in_zone_boilerplate():
    source = "[s1:Ada Brenn] [c1:said] [x1:a].\n![s2:The Karsk Courier] [c2:says] [x2:help us]."
    _, resolution = resolved(source)
    assert {s.name: s.zone for s in resolution.sources} == {
        "Ada Brenn": "body",
        "Karsk Courier": "boilerplate",
    }


def test_mentions_are_offsets_into_the_text_and_make_the_id():
    article, resolution = resolved(
        "It rained, [s1:Mayor Ada Brenn] [c1:said]. [s2:She] [c2:left] [x2:it]."
    )
    (source,) = resolution.sources
    assert [article.text[m.start : m.end] for m in source.mentions] == ["Mayor Ada Brenn", "She"]
    first = source.mentions[0]
    assert source.source_id == f"{article.article_id}-s{first.start}-{first.end}"


def test_aliases_hold_the_other_names_and_no_pronouns():
    source = record_of(
        "[s1:Mayor Ada Brenn] [c1:said] [x1:a]. [s2:Brenn] [c2:said] [x2:b]. [s3:She] [c3:left] [x3:it].",
        "Ada Brenn",
    )
    assert source.aliases == ("Brenn",)


COUNTRIES = [
    ("an official has the country of the place before him",
     "Attacks near Kyiv cut power, [s1:officials] [c1:said].", "officials", "Ukraine"),
    ("a minister has the country that opens the sentence",
     "Peru played it down and [s1:Foreign Minister Ada Brenn] [c1:said] [x1:so].", "Ada Brenn", "Peru"),
    ("a country that no list knows is shown by its noun",
     "Lomar, a country of 6 million, is poor. Rain fell in Lomar.\n[s1:Finance Minister Ada Brenn] [c1:said] [x1:so].", "Ada Brenn", "Lomar"),
    ("a country that no list knows is shown by its adjective",
     "Fighting went on in Orlavia.\n[s1:Orlavian officials] [c1:said] [x1:so].", "Orlavian officials", "Orlavia"),
    ("officials there are of the country before",
     "Neighboring Velmora, a country of 9 million, shut its posts. [s1:Officials there] [c1:said] [x1:so].", "Officials there", "Velmora"),
    ("a witness gets no country", "Rain fell in Peru.\n[s1:Residents] [c1:said] [x1:so].", "Residents", None),
    ("a diplomat has no country by where he is", "Rain fell in Peru.\n[s1:A diplomat in Lima] [c1:said] [x1:so].", "A diplomat in Lima", None),
    ("Western powers have none", "Rain fell in Peru.\n[s1:Western powers] [c1:said] [x1:so].", "Western powers", None),
]  # fmt: skip


@pytest.mark.parametrize("case", COUNTRIES, ids=[case[0] for case in COUNTRIES])
def test_a_country_is_given_where_the_text_says_it(case):
    _, source, name, country = case
    assert record_of(source, name).country == country


def test_without_inference_a_bare_title_has_no_country():
    _, resolution = resolved(
        "Rain fell in Peru.\n[s1:Officials] [c1:said] [x1:so].", infer_country=False
    )
    assert resolution.sources[0].country is None


def test_one_told_of_by_age_is_a_witness_and_so_is_his_family():
    source = (
        "[x1:It fell,] [c1:said] [s1:Tom Vale], 61, a nurse. [s2:His sister] [c2:said] [x2:so]."
    )
    assert record_of(source, "Tom Vale").source_type == "witness"
    assert record_of(source, "His sister").source_type == "witness"


ZOO = [
    "",
    " ",
    "a",
    "\ud800 said \udfff",
    '"' * 10_000,
    "who " * 3000,
    "Karsk " * 5000,
    "(" * 3000,
    "’s " * 2000,
    "،؛ قال 中文说",
]


@pytest.mark.parametrize("text", ZOO, ids=range(len(ZOO)))
def test_any_string_gives_an_honest_answer(text):
    article = Article(text, "0" * 64, "0" * 12)
    passages = [Passage(0, len(text), "paragraph", "body")] if text else []
    sentences = [Sentence(0, len(text), 0)] if text else []
    middle = len(text) // 2
    attributions = [
        Attribution((Span(0, middle),), (Span(middle, len(text)),), (Span(0, len(text)),)),
        Attribution((), (), ()),
        Attribution((Span(middle, middle),), (), ()),
    ]
    reading = read(article, passages, sentences)
    resolution = resolve_sources(article, passages, sentences, attributions, reading)
    assert len(resolution.of_attribution) == 3
    known = {s.source_id for s in resolution.sources}
    assert all(i is None or i in known for i in resolution.of_attribution)
