from huoshui.enterprises.rules import PROFILE, STANDARD, after_import, columns_of

KNOWN = columns_of({"business_scope": "泵", "products": ("离心泵",), "n_publications": 4})


def test_every_field_of_a_profile_is_one_of_the_standard() -> None:
    assert set(PROFILE) <= set(STANDARD.by_name)


def test_empty_values_are_stored_as_empty_values_of_their_kind() -> None:
    assert columns_of({})["products"] == []
    assert columns_of({})["ipc_profile"] == {}
    assert columns_of({})["n_publications"] == 0


def test_a_file_completes_and_corrects() -> None:
    given = columns_of({"business_scope": "泵和阀", "need_text": "降噪"})
    after = after_import(KNOWN, given, is_own=False)
    assert (after["business_scope"], after["need_text"], after["products"]) == ("泵和阀", "降噪", ["离心泵"])


def test_what_the_enterprise_states_itself_is_only_completed() -> None:
    given = columns_of({"business_scope": "泵和阀", "need_text": "降噪", "n_publications": 9})
    after = after_import(KNOWN, given, is_own=True)
    assert (after["business_scope"], after["need_text"], after["n_publications"]) == ("泵", "降噪", 9)
