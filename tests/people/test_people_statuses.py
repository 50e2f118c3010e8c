"""Status words as offices write them, and the site's own."""

import pytest

from kiosk.people.statuses import offered, status_of, status_words

SITE = ("green", "yellow", "red")


@pytest.mark.parametrize(
    ("status", "texts"),
    [
        ("green", ["绿", "绿码", " 正 常 ", "green", "ＧＲＥＥＮ"]),
        ("yellow", ["黄", "黄码", "Yellow"]),
        ("red", ["红", "红码", "RED"]),
        (None, ["蓝", "不正常", "绿黄", "blue"]),
    ],
)
def test_common_chinese_words_stand_for_the_words_of_the_policy(status, texts):
    words = status_words(SITE)
    assert [status] * len(texts) == [status_of(text, words) for text in texts]


def test_a_chinese_word_means_nothing_where_the_policy_lacks_that_status():
    words = status_words(("fit", "red"))
    assert status_of("正常", words) is None
    assert status_of("红", words) == "red"


def test_a_word_of_the_policy_wins_over_ours():
    assert status_of("正常", status_words(("green", "正常"))) == "正常"
    assert status_of("绿", status_words(("Green",))) == "Green"


def test_what_may_be_written_is_told_in_chinese_beside_the_sites_word():
    assert offered(("green", "通行")) == "绿 green、通行"


def test_a_list_with_chinese_status_words_is_imported(office, csv_file, person):
    head = ["证件号码", "姓名", "健康状况"]
    words = ["正常", "黄码", "红", "蓝"]
    rows = [[person(i).number, person(i).name, word] for i, word in enumerate(words)]
    report = office.take(csv_file([head, *rows]))
    assert {*SITE} == {somebody[2] for somebody in office.everybody()}
    (left,) = report.reports
    assert "可用：绿 green、黄 yellow、红 red" in left.faults[0].chinese
