"""Sentiment without any training by the organization."""

import pytest

from frontdesk.ai.local import sentiment

# None of these is among the sentences that it learns from.
UNSEEN = {
    "negative": [
        "@northjet three hours late and my luggage is gone. Never again",
        "Nobody at the surgery answers the telephone, I have tried since Monday",
        "Oh brilliant, you cancelled my booking without a word",
        "I paid for express delivery and it took nine days",
        "Your portal threw away my application and now I have to start over",
        "The tutor was late for every single lesson",
        "Why has nobody called me back about my lost suitcase?",
        "😡😡 two hours in your queue",
    ],
    "neutral": [
        "@northjet what is the baggage allowance to Oslo?",
        "Could you tell me which form I have to fill in?",
        "I am sending you a copy of my passport",
        "My appointment is on the 4th of May at ten",
        "Do you have a branch in Girona?",
        "I would like to change my address",
        "which gate does the 8:40 leave from",
        "We will be four people",
    ],
    "positive": [
        "@northjet the crew tonight were superb, thank you!",
        "The nurse was wonderful with my little girl",
        "That was solved in five minutes, I am impressed",
        "Best language school in town, I recommend it",
        "My solicitor did an excellent job",
        "Thank you for being so patient with us",
        "so happy with the new flat, you found us a gem",
        "smooth flight, lovely staff 😍",
    ],
}


@pytest.mark.parametrize("label", sentiment.LABELS)
def test_most_unseen_texts_get_their_label(label: str) -> None:
    found = [each.label for each in sentiment.score(UNSEEN[label])]
    assert found.count(label) >= 7, list(zip(UNSEEN[label], found, strict=True))  # type: ignore[arg-type]


def test_none_of_them_was_learnt_from() -> None:
    texts, labels = sentiment.load_sentences()
    assert not set(texts) & {text for unseen in UNSEEN.values() for text in unseen}
    assert len(set(texts)) == len(texts)
    assert set(labels) == set(sentiment.LABELS)


def test_the_score_goes_from_minus_one_to_one_with_the_probabilities() -> None:
    bad, good = sentiment.score(["This is the worst service I have ever had", "Thank you so much, wonderful service"])
    assert -1 <= bad.score < -0.5 < 0.5 < good.score <= 1
    for each in (bad, good):
        assert sum(each.probabilities.values()) == pytest.approx(1, abs=1e-5)
        assert each.score == pytest.approx(each.probabilities["positive"] - each.probabilities["negative"])


def test_names_links_and_pictures_are_read_for_what_they_say() -> None:
    assert sentiment.clean("RT @northjet thanks &amp; bye #fail https://t.example/x 😡") == "thanks & bye fail so angry"
    assert sentiment.clean("mail me at ana@client.test") == "mail me at ana@client.test"


def test_nothing_and_emptiness_are_no_trouble() -> None:
    assert sentiment.score([]) == []
    assert len(sentiment.score(["", "@northjet"])) == 2
