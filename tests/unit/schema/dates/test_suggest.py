"""What a curator is told about a date that is not accepted: every message, and the cure for each mistake."""

import pickle

import pytest

from communique.schema.dates import DateError, format_date, is_valid_date, parse_date

EXAMPLE = "write for example 2024-07-28, 2024-07, 2024 or 2024-06-27/2024-06-29"
FROM_THE_RIGHT = "unspecified digits (X) are accepted from the right only"
SPRING = "means spring, and a season has no day"
MONTHS = "write a month from 01 to 12, a season from 21 (spring) to 24 (winter), or a quarter from 33 to 36"
YEARS = "write a year from 0001 to 9999"
REFUSED = [
    ("", f"the date is empty; {EXAMPLE}"),
    (" ", f"the date is empty; {EXAMPLE}"),
    ("2024-02-30", "2024-02-30: February 2024 has 29 days; write a day from 1 to 29"),
    ("2024-06-27/2024-06-31", "2024-06-31: June 2024 has 30 days; write a day from 1 to 30"),
    ("2024-07-00", "2024-07-00: there is no day 00; write 2024-07 when the day is not known"),
    ("2024-00", "2024-00: there is no month 00; write 2024 when the month is not known"),
    (
        "2024-13",
        f"2024-13: there is no month 13; {MONTHS}",
    ),
    ("2024-25", "2024-25: there is no month 25; write 2024/2025 for the years, or a month from 01 to 12"),
    ("2024-28-07", "2024-28-07: there is no month 28; write 2024-07-28"),
    (
        "2024-21-05",
        f"2024-21-05: 21 {SPRING}; write 2024-21 for the season, 2024-05-21 for the day",
    ),
    ("2024-24-XX", "2024-24-XX: 24 means winter, and a season has no day; write 2024-24 for the season"),
    ("0000", f"0000: there is no year 0000; {YEARS}"),
    ("Y12024", f"Y12024: letter-prefixed years are not accepted; {YEARS}"),
    ("-0044", f"-0044: years before 0001 are not accepted; {YEARS}"),
    (
        "2024-07-02/2024-07-01",
        "end before start: 2024-07-02/2024-07-01; write 2024-07-01/2024-07-02 if that is meant",
    ),
    (
        "2024-07-28T10:00Z",
        "2024-07-28T10:00Z: a date has no time of day; write 2024-07-28 and give the time separately",
    ),
    ("2024-02-30 10:00", "2024-02-30 10:00: a date has no time of day; give the time separately"),
    (
        "{2024,2025}",
        "{2024,2025}: a set of dates that are all meant is not accepted; write an interval such as 2024-06/2024-08",
    ),
    ("../..", "../..: an interval needs a date on one side; write for example ../2017 or 2017/.."),
    ("/", "/: an interval needs a date on one side; write for example ../2017 or 2017/.."),
    ("XXXX", f"XXXX: {FROM_THE_RIGHT}; write for example 201X, 20XX, 2018-XX, 2018-12-XX or 2018-XX-XX"),
    ("1985-XX-12", f"1985-XX-12: {FROM_THE_RIGHT}; write 1985-XX-XX"),
    ("201X-05", f"201X-05: {FROM_THE_RIGHT}; write 201X"),
    (
        "2018-12-XX/2019",
        "2018-12-XX/2019: an interval cannot have unspecified digits (X); write 2018-12/2019",
    ),
    (
        "201X/2020",
        "201X/2020: an interval cannot have unspecified digits (X); write its years, months or days in full",
    ),
    ("2018-~12", "2018-~12: a date has one qualifier (~, ? or %), at its end; write 2018-12~"),
    ("2018?~", "2018?~: a date has one qualifier (~, ? or %), at its end; write 2018%"),
    (
        "07/08/2024",
        "07/08/2024 is not EDTF and could be 2024-07-08 or 2024-08-07; write the one that is meant",
    ),
    ("the 2000s", "the 2000s is not EDTF and could be 200X or 20XX; write the one that is meant"),
    (" 2024-07-28", "' 2024-07-28' is not EDTF; write 2024-07-28"),
    ("2024-07-28\n", "'2024-07-28\\n' is not EDTF; write 2024-07-28"),
    ("next week", f"next week is not EDTF; {EXAMPLE}"),
    ("٢٠٢٤", f"٢٠٢٤ is not EDTF; {EXAMPLE}"),
    ("30 February 2024", f"30 February 2024 is not EDTF; {EXAMPLE}"),
    ("2024-06-27/x", f"2024-06-27/x is not EDTF; {EXAMPLE}"),
    ("2022/2023/2024", f"2022/2023/2024 is not EDTF; {EXAMPLE}"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_messages(text: str, message: str) -> None:
    assert not is_valid_date(text)
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value) == message
    assert f"{caught.value.what}; {caught.value.cure}" == message
    assert str(pickle.loads(pickle.dumps(caught.value))) == message


CURED = {
    "2024-07-28": [
        *("28 July 2024", "July 28, 2024", "28th of July 2024", "Sunday, 28 July 2024", "2024 Jul. 28"),
        *("2024/07/28", "2024/7/28", "2024-7-28", "2024.07.28", "20240728", "28.07.2024", "28-07-2024"),
        *("07/28/2024", "28/7/2024"),
    ],
    "2024-08-08": ["08/08/2024"],
    "2024-09": ["Sept. 2024", "September of 2024", "2024/09", "2024-9"],
    "2024-05": ["May 2024"],
    "2024-23": ["autumn 2024", "Fall of 2024"],
    "2018-12~": ["about December 2018", "~2018-12", "circa Dec 2018"],
    "2018?": ["possibly 2018", "?2018"],
    "2018%": ["possibly about 2018"],
    "201X": ["the 2010s", "201x", "201u"],
    "2018-XX": ["2018-xx", "2018-uu", "2018-1X"],
    "2024-06-27/2024-06-29": [
        *("27-29 June 2024", "27–29 June 2024", "June 27–29, 2024", "27 June 2024 to 29 June 2024"),
        *("2024-06-27/29", "2024-06-27 / 2024-06-29", "2024-06-27--2024-06-29", "2024-6-27/2024-6-29"),
    ],
    "2024-06-29/2024-07-02": ["29 June – 2 July 2024", "2024-06-29/07-02"],
    "2024-06/2024-08": ["June–August 2024", "2024-06/08"],
    "2016/2018": ["2016-2018", "2016 to 2018", "from 2016 to 2018", "between 2016 and 2018"],
    "2016-11/..": ["since November 2016", "2016-11/open", "2016-11/present", "November 2016 – present"],
    "../2017": ["until 2017", "open/2017"],
    "/2017": ["unknown/2017"],
}


@pytest.mark.parametrize(("text", "cure"), [(text, cure) for cure, texts in CURED.items() for text in texts])
def test_cures(text: str, cure: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert caught.value.cure == f"write {cure}"


@pytest.mark.parametrize(
    "text",
    [
        *("2024-07-28", "2024-06", "2024-06-27/2024-06-29", "2024-06-29/2024-07-02", "2024-22"),
        *("2023-12-30/2024-01-02", "2024-06/2024-08", "2016/2018", "2018-12~", "2018?", "2018%", "201X"),
        *("../2017", "2016-11/.."),
    ],
)
def test_our_own_words_written_as_a_date_are_understood(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(format_date(parse_date(text)))
    assert caught.value.cure == f"write {text}"
