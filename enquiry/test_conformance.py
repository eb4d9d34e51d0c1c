"""What a store promises, on each database that it may use."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from enquiry.alarm import raise_alarm
from enquiry.database import NotKept
from enquiry.enquiry import Enquiry
from enquiry.keeping import Arrival
from enquiry.letterbox import LEASE_S, LeaseLost
from enquiry.spam import Reason, Seen, Verdict
from enquiry.store import Store
from enquiry.test_store import ADA, NOW, good, keep

NOW_S = NOW.timestamp()


@pytest.fixture
def store(each_store: Store) -> Store:
    return each_store


def held(seen: Seen) -> Verdict:
    return Verdict("held", 7, (Reason("honeypot", 3, "The hidden field was filled in."), Reason("links", 4, "Links.")))


def unconfirmed(seen: Seen) -> Verdict:
    return Verdict("unconfirmed", 0, ())


def test_an_enquiry_is_found_as_it_was_kept(store: Store) -> None:
    receipt = store.keep(ADA, origin="other", now=NOW, judge=held).result()
    [kept] = store.enquiries(["held"])
    assert kept == store.get(receipt.reference)
    assert (kept.enquiry, kept.state, kept.score, kept.origin) == (ADA, "held", 7, "other")
    assert kept.received_at == kept.changed_at == NOW
    assert kept.reasons == held(Seen()).reasons
    assert store.enquiries(["new", "handled"]) == []
    assert store.counts() == {"held": 1}
    assert [what for _, what in store.events(receipt.reference)] == ["held"]


def test_one_key_and_the_same_words_are_one_enquiry(store: Store) -> None:
    once = Enquiry("Ada", "ada@example.com", "May we talk?", key="k1")
    assert keep(store, once) == keep(store, once)
    assert len(store.claim_letters(NOW_S)) == 1


def test_one_key_with_other_words_is_another_enquiry_and_nothing_is_lost(store: Store) -> None:
    """A visitor goes back to the page, which still has its key, mends the message and sends it again."""
    first = keep(store, Enquiry("Ada", "ada@example.com", "May we talk?", key="k1"))
    second = keep(store, Enquiry("Ada", "ada@example.com", "May we talk on Monday?", key="k1"))
    assert first != second


def test_without_a_key_the_same_words_are_one_enquiry_a_day(store: Store) -> None:
    assert keep(store) == keep(store)
    tomorrow = store.keep(ADA, origin="same", now=NOW + timedelta(days=1), judge=good).result()
    assert tomorrow != keep(store)


def test_many_at_once_with_one_key_are_one_enquiry(address: str) -> None:
    """Also through two connections, as two processes have them."""
    stores = [Store.open(address) for _ in range(2)]
    with ThreadPoolExecutor(20) as pool:
        receipts = list(pool.map(lambda number: keep(stores[number % 2]), range(50)))
    assert len(set(receipts)) == 1
    assert len(stores[0].claim_letters(NOW_S)) == 1
    for store in stores:
        store.close()


def test_what_is_confirmed_takes_the_place_of_what_was_not(store: Store) -> None:
    first = store.keep(ADA, origin="none", now=NOW, judge=unconfirmed).result()
    assert store.claim_letters(NOW_S) == []
    mended = Enquiry("Ada", "ada@example.com", "May we talk on Monday?")
    for _ in range(2):
        receipt = store.keep(mended, origin="none", now=NOW, judge=good, confirms=first.reference).result()
        assert (receipt.reference, receipt.state) == (first.reference, "new")
    [kept] = store.enquiries()
    assert kept.enquiry == mended
    assert len(store.claim_letters(NOW_S)) == 1
    assert [what for _, what in store.events(first.reference)] == ["unconfirmed", "new"]


def test_confirmed_in_other_words_while_the_old_ones_come_again_nobody_is_refused(store: Store) -> None:
    """All of it in one transaction: a second tab, and somebody who has nothing to do with it."""
    first = store.keep(ADA, origin="none", now=NOW, judge=unconfirmed).result().reference
    gate = threading.Event()
    store._writer.submit(lambda execute: gate.wait())
    mended = Enquiry("Ada", "ada@example.com", "May we talk on Monday?")
    futures = [
        store.keep(mended, origin="none", now=NOW, judge=good, confirms=first),
        store.keep(ADA, origin="none", now=NOW, judge=unconfirmed),
        store.keep(ADA, origin="none", now=NOW, judge=good),
        store.keep(Enquiry("Bo", "bo@example.com", "Hello"), origin="same", now=NOW, judge=good),
    ]
    gate.set()
    references = [future.result().reference for future in futures]
    assert references[0] == first
    assert references[1] == references[2] != first
    words = {kept.reference: (kept.enquiry.message, kept.state) for kept in store.enquiries()}
    assert words[first] == (mended.message, "new")
    assert words[references[1]] == (ADA.message, "new")
    assert len(words) == len(store.claim_letters(NOW_S)) == 3


def test_an_enquiry_whose_letter_cannot_be_kept_is_not_kept(store: Store) -> None:
    store.do(lambda execute: execute("ALTER TABLE letter RENAME TO gone"))
    with pytest.raises(NotKept):
        keep(store)
    store.do(lambda execute: execute("ALTER TABLE gone RENAME TO letter"))
    assert store.enquiries() == []


def test_work_that_fails_undoes_nothing_of_the_others_in_its_transaction(store: Store) -> None:
    def refuse(seen: Seen) -> Verdict:
        raise ZeroDivisionError

    people = [Enquiry(f"Ada {number}", "ada@example.com", "May we talk?") for number in range(60)]
    futures = [
        store.keep(one, origin="same", now=NOW, judge=refuse if number % 3 == 0 else good)
        for number, one in enumerate(people)
    ]
    assert [type(future.exception()) for future in futures[::3]] == [ZeroDivisionError] * 20
    assert len({future.result().reference for number, future in enumerate(futures) if number % 3}) == 40
    assert len(store.enquiries()) == len(store.claim_letters(NOW_S, 100)) == 40


def test_what_came_before_is_counted(store: Store) -> None:
    seen: list[Seen] = []

    def look(before: Seen) -> Verdict:
        seen.append(before)
        return good(before)

    for number in range(3):
        arrival = Arrival(block="b", words=f"w{number // 2}", nonce="n")
        one = Enquiry(f"Ada {number}", "ada@example.com", "May we talk?")
        store.keep(one, origin="same", now=NOW, judge=look, arrival=arrival).result()
    assert [one.block_minute for one in seen] == [one.block_10_min for one in seen] == [0, 1, 2]
    assert [(one.block_day, one.same_words_day, one.token_uses) for one in seen] == [(0, 0, 0), (1, 1, 1), (2, 0, 2)]
    store.prune(NOW_S + 5 * 86_400)
    assert store.do(lambda execute: execute("SELECT * FROM tally")) == []


def test_a_letter_is_leased_to_one_sender_until_it_is_done(store: Store) -> None:
    keep(store)
    [letter] = store.claim_letters(NOW_S)
    assert store.claim_letters(NOW_S + LEASE_S - 1) == []
    [again] = store.claim_letters(NOW_S + LEASE_S)
    with pytest.raises(LeaseLost):
        store.about_to_send(letter)
    store.about_to_send(again)
    store.mark_sent(again, NOW_S)
    assert store.claim_letters(NOW_S + 99_999) == []
    assert store.oldest_unsent(NOW_S) is None


def test_a_failed_letter_waits(store: Store) -> None:
    keep(store)
    [letter] = store.claim_letters(NOW_S)
    store.mark_failed(letter, "SMTPServerDisconnected", NOW_S + 30, is_known=True)
    assert store.claim_letters(NOW_S + 29) == []
    assert store.oldest_unsent(NOW_S + 29) == 29
    [again] = store.claim_letters(NOW_S + 30)
    assert (again.tries, again.unknown) == (2, 0)
    store.mark_dead(again, "a week has passed", NOW_S)
    assert store.claim_letters(NOW_S + 99_999) == []


def test_only_what_nobody_can_know_counts_as_unknown(store: Store) -> None:
    keep(store)
    [letter] = store.claim_letters(NOW_S)
    store.about_to_send(letter)
    store.mark_failed(letter, "552", NOW_S, is_known=True)
    [letter] = store.claim_letters(NOW_S)
    assert letter.unknown == 0
    store.about_to_send(letter)
    store.mark_failed(letter, "SMTPServerDisconnected", NOW_S, is_known=False)
    [letter] = store.claim_letters(NOW_S)
    assert letter.unknown == 1
    store.about_to_send(letter)  # and then the process dies
    store.release_leases()
    [letter] = store.claim_letters(NOW_S)
    assert letter.unknown == 2


def test_no_letter_waits_for_a_clock_that_jumped(store: Store) -> None:
    """It was a day ahead when the letter failed, and is put right."""
    keep(store)
    [letter] = store.claim_letters(NOW_S)
    store.mark_failed(letter, "OSError", NOW_S + 86_400 + 30, is_known=True)
    assert len(store.claim_letters(NOW_S)) == 1
    [again] = store.claim_letters(NOW_S + 86_400 + 30)
    assert [one.id for one in store.claim_letters(NOW_S)] == [again.id]


def test_a_machine_whose_clock_is_a_little_behind_takes_no_letter_from_another(store: Store) -> None:
    """Its lease ends later than any that this machine would give: as of a clock that jumped, but by seconds."""
    keep(store)
    [letter] = store.claim_letters(NOW_S + 5)
    assert store.claim_letters(NOW_S) == []
    store.about_to_send(letter)


def test_an_acknowledgement_that_waits_is_nobody_s_alarm(store: Store) -> None:
    """A visitor mistyped their address, and its server is asked for a week."""
    reference = keep(store).reference
    [letter] = store.claim_letters(NOW_S)
    store.mark_sent(letter, NOW_S)
    store.add_letter("acknowledge", NOW_S, reference=reference)
    assert store.oldest_unsent(NOW_S + 99_999) is None
    assert not raise_alarm(store, NOW_S + 99_999, LEASE_S)


def test_two_senders_never_hold_one_letter(address: str) -> None:
    stores = [Store.open(address) for _ in range(2)]
    for number in range(40):
        keep(stores[0], Enquiry(f"Ada {number}", "ada@example.com", "May we talk?"))
    with ThreadPoolExecutor(8) as pool:
        claims = pool.map(lambda number: stores[number % 2].claim_letters(NOW_S, 3), range(40))
        ids = [letter.id for claim in claims for letter in claim]
    assert len(ids) == len(set(ids)) == 40
    for store in stores:
        store.close()


def test_letting_through_what_was_held_tells_the_coach_once(store: Store) -> None:
    reference = store.keep(ADA, origin="same", now=NOW, judge=held).result().reference
    assert store.claim_letters(NOW_S) == []
    for _ in range(2):
        assert store.set_state(reference, "new", NOW)
    assert store.set_state(reference, "handled", NOW)
    assert store.set_state(reference, "new", NOW)
    assert len(store.claim_letters(NOW_S)) == 1
    assert not store.set_state("AAAA-AAAA", "new", NOW)


def test_who_is_let_through_after_the_letter_was_dropped_is_told_of(store: Store) -> None:
    """The coach called it spam before its letter had left, and then thought again."""
    reference = keep(store).reference
    [letter] = store.claim_letters(NOW_S)
    assert store.set_state(reference, "held", NOW)
    store.mark_dead(letter, "not wanted", NOW_S)
    assert store.set_state(reference, "new", NOW)
    assert [letter.reference for letter in store.claim_letters(NOW_S + LEASE_S)] == [reference]


def test_erased_down_to_its_dates(store: Store) -> None:
    reference = keep(store).reference
    assert store.erase([reference, "AAAA-AAAA"], NOW + timedelta(days=1)) == [reference]
    assert store.erase([reference], NOW) == []
    kept = store.get(reference)
    assert kept is not None
    assert (kept.state, kept.received_at, kept.changed_at) == ("erased", NOW, NOW + timedelta(days=1))
    assert set(kept.enquiry.as_fields().values()) == {""}
    assert store.claim_letters(NOW_S + 99_999) == []
    assert not store.set_state(reference, "new", NOW)
    assert keep(store).reference != reference  # who writes again is heard again


def test_a_chore_is_done_by_one_and_not_before_its_time(address: str) -> None:
    stores = [Store.open(address) for _ in range(2)]
    assert [store.is_due("digest", 100, NOW_S) for store in stores] == [True, False]
    assert [store.is_due("digest", 100, NOW_S + 99) for store in stores] == [False, False]
    assert [store.is_due("digest", 100, NOW_S + 100) for store in stores] == [True, False]
    assert stores[1].is_due("digest", 100, NOW_S - 99_999)  # the clock was far ahead, and is put right
    for store in stores:
        store.write_probe()
        store.close()


def test_a_store_is_opened_again_as_it_was(address: str) -> None:
    store = Store.open(address)
    reference = keep(store).reference
    store.close()
    with pytest.raises(NotKept):
        keep(store)
    store = Store.open(address)
    assert [letter.reference for letter in store.claim_letters(NOW_S)] == [reference]
    store.close()


def test_confirmed_twice_in_one_moment_it_is_told_once(address: str) -> None:
    """A double press of "Send" that reaches two processes; or "Send" in two tabs, with other words."""
    stores = [Store.open(address) for _ in range(2)]
    for number in range(10):
        one = Enquiry(f"Ada {number}", "ada@example.com", "May we talk?")
        first = stores[0].keep(one, origin="none", now=NOW, judge=unconfirmed).result()
        futures = [
            store.keep(one, origin="none", now=NOW, judge=good, confirms=first.reference)
            for store in stores
            for _ in range(3)
        ]
        assert {future.result().reference for future in futures} == {first.reference}
    assert len(stores[0].claim_letters(NOW_S, 100)) == 10
    for store in stores:
        store.close()


def test_posts_from_many_places_through_two_processes_are_all_kept(address: str) -> None:
    """Each batch counts other blocks, words and tokens in another order: whoever meets a deadlock tries again."""
    stores = [Store.open(address) for _ in range(2)]
    futures = []
    for number in range(120):
        one = Enquiry(f"Ada {number}", "ada@example.com", "May we talk?")
        places = [f"{number % 7}", f"{(6 - number) % 7}"]
        for store, place in zip(stores, places, strict=True):
            arrival = Arrival(block=place, words=f"w{number % 5}", nonce=f"n{place}")
            futures.append(store.keep(one, origin="same", now=NOW, judge=good, arrival=arrival))
    assert len({future.result().reference for future in futures}) == 120
    assert len(stores[0].enquiries()) == len(stores[1].claim_letters(NOW_S, 200)) == 120
    for store in stores:
        store.close()


def test_as_many_letters_are_claimed_as_were_asked_for(store: Store) -> None:
    for number in range(50):
        keep(store, Enquiry(f"Ada {number}", "ada@example.com", "May we talk?"))
    claims = [len(store.claim_letters(NOW_S, 7)) for _ in range(9)]
    assert claims == [7] * 7 + [1, 0]


def test_the_clock_may_stand_anywhere(store: Store) -> None:
    """Before 1970 there were no computers; after 2038 seconds need more than four bytes."""
    for year in (1970, 2026, 2039, 2106, 9000):
        moment = NOW.replace(year=year)
        arrival = Arrival(block="b", words="w", nonce="n")
        receipt = store.keep(ADA, origin="same", now=moment, judge=good, arrival=arrival).result()
        assert store.get(receipt.reference).received_at == moment  # type: ignore[union-attr]
        assert store.is_due(f"chore of {year}", 60, moment.timestamp())
    assert len(store.claim_letters(NOW_S)) == 5
