"""抽選の統計と試算: what public records tell of rounds, and what other rules would have done.

Pure. A record knows nobody: who is behind a receipt is told by the caller, as a mapping of
(round, receipt) to a party, whatever that is. Rounds count in the order in which they are given.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from uketsuke.lottery import draw

Record = Mapping[str, Any]
Parties = Mapping[tuple[str, str], Hashable]  # (round, receipt) -> who
Tickets = Callable[[draw.Entry], int] | Mapping[str, int]
MONTH = len("2027-04-")


@dataclass(frozen=True, slots=True)
class Rate:
    """当選率 of ``entries`` of which ``winners`` won."""

    entries: int
    winners: int

    @property
    def share(self) -> float:
        """From 0 to 1; of nobody 0."""
        return self.winners / self.entries if self.entries else 0.0


@dataclass(frozen=True, slots=True)
class CellDemand:
    """枠の人気: how many entries wish for it at all, and as their first wish; who has it."""

    cell: str
    wished: int
    first: int
    winner: str | None


@dataclass(frozen=True, slots=True)
class RoundReport:
    """抽選回の統計. ``won_at``: wins of the 1st, 2nd, … wish; ``wish_counts``: entries with one,
    two, … wishes; ``demand``: every offered cell, in the order of the record."""

    code: str
    klass: str
    rate: Rate
    tiers: tuple[tuple[int, Rate], ...]
    won_at: tuple[int, ...]
    wish_counts: tuple[int, ...]
    demand: tuple[CellDemand, ...]


@dataclass(frozen=True, slots=True)
class Streak:
    """落選の続き of a party: rounds entered and won, the longest run of losses and the present."""

    party: Hashable
    entered: int
    won: int
    longest: int
    present: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """試算: a round drawn with its own chance under other rules."""

    code: str
    order: tuple[str, ...]
    results: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """試算との違い of one entry: the wish it won, and would have won."""

    receipt: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """試算の比較 of one round; ``changes`` by receipt, only where something changes."""

    code: str
    before: Rate
    after: Rate
    first_before: int
    first_after: int
    changes: tuple[Change, ...]


def of_round(record: Record) -> RoundReport:
    """抽選回の統計 of a record that holds."""
    entries, results = draw.entries_of(record), _results(record)
    wished = Counter(cell for entry in entries for cell in {c for w in entry.wishes for c in w})
    first = Counter(cell for entry in entries for cell in entry.wishes[0])
    winners = {
        cell: entry.receipt
        for entry in entries
        if (won := results[entry.receipt])
        for cell in entry.wishes[won - 1]
    }
    tiers: dict[int, list[draw.Entry]] = defaultdict(list)
    for entry in entries:
        tiers[entry.tier].append(entry)
    most = max((len(entry.wishes) for entry in entries), default=1)
    return RoundReport(
        code=record["round"],
        klass=record["round"][MONTH:],
        rate=_rate(entries, results),
        tiers=tuple((tier, _rate(of, results)) for tier, of in sorted(tiers.items())),
        won_at=_counts([won for won in results.values() if won], most),
        wish_counts=_counts([len(entry.wishes) for entry in entries], most),
        demand=tuple(
            CellDemand(cell, wished[cell], first[cell], winners.get(cell))
            for cell in record["offered"]
        ),
    )


def streaks(records: Iterable[Record], parties: Parties) -> list[Streak]:
    """落選の続き of every party, the longest first.

    A party with several entries in a round has won when one of them has.
    """
    told: dict[Hashable, Streak] = {}
    for record in records:
        for party, won in _by_party(record["round"], _results(record), parties).items():
            told[party] = _gone_on(told.get(party), party, won=won)
    return sorted(told.values(), key=lambda each: (-each.longest, -each.present, str(each.party)))


def replay(
    record: Record,
    *,
    cap: int | None = None,
    wishes: int | None = None,
    tickets: Tickets | None = None,
) -> Replayed:
    """試算: the round again under another ``cap``, with the first ``wishes`` only, or with other
    ``tickets`` (of an entry, or by receipt; who is not named keeps hers). None: as it was.

    The seed is that of the record, so nothing changes but by the rules.
    """
    entries = [_under(entry, wishes, tickets) for entry in draw.entries_of(record)]
    seed = draw.seed(record["secret"], record["entries_digest"], record["public_value"])
    ordered = draw.order(entries, seed)
    results = draw.allot(ordered, record["offered"], record["cap"] if cap is None else cap)
    return Replayed(record["round"], tuple(entry.receipt for entry in ordered), results)


def replay_all(
    records: Iterable[Record],
    parties: Parties,
    *,
    cap: int | None = None,
    wishes: int | None = None,
    extra_tickets: int = 0,
    most_tickets: int = 10,
) -> list[Replayed]:
    """試算 of rounds one after the other: who lost before (in the trial, not in truth) gets
    ``extra_tickets`` more for each loss in a row, up to ``most_tickets``."""
    losses: Counter[Hashable] = Counter()
    replayed = []
    for record in records:
        code = record["round"]
        tickets = {
            row["receipt"]: min(
                row["tickets"] + extra_tickets * losses[_party(code, row["receipt"], parties)],
                max(most_tickets, row["tickets"]),
            )
            for row in record["entries"]
        }
        one = replay(record, cap=cap, wishes=wishes, tickets=tickets)
        for party, won in _by_party(code, one.results, parties).items():
            losses[party] = 0 if won else losses[party] + 1
        replayed.append(one)
    return replayed


def compare(record: Record, replayed: Replayed) -> Comparison:
    """だれが当選していたか: the record beside a trial of the same round."""
    entries, before, after = draw.entries_of(record), _results(record), replayed.results
    return Comparison(
        code=record["round"],
        before=_rate(entries, before),
        after=_rate(entries, after),
        first_before=_counts([won for won in before.values() if won], 1)[0],
        first_after=_counts([won for won in after.values() if won], 1)[0],
        changes=tuple(
            Change(receipt, before[receipt], after[receipt])
            for receipt in before
            if before[receipt] != after[receipt]
        ),
    )


def _under(entry: draw.Entry, wishes: int | None, tickets: Tickets | None) -> draw.Entry:
    if isinstance(tickets, Mapping):
        own = tickets.get(entry.receipt, entry.tickets)
    else:
        own = tickets(entry) if tickets else entry.tickets
    return replace(entry, tickets=own, wishes=entry.wishes[:wishes])


def _results(record: Record) -> dict[str, int | None]:
    return {row["receipt"]: row["wish"] for row in record["results"]}


def _rate(entries: Sequence[draw.Entry], results: Mapping[str, int | None]) -> Rate:
    return Rate(len(entries), sum(results[entry.receipt] is not None for entry in entries))


def _counts(numbers: Iterable[int], most: int) -> tuple[int, ...]:
    """How many ones, twos, … up to ``most``."""
    counted = Counter(numbers)
    return tuple(counted[number] for number in range(1, most + 1))


def _party(code: str, receipt: str, parties: Parties) -> Hashable:
    """Who is not known is a party of her own."""
    return parties.get((code, receipt), (code, receipt))


def _by_party(
    code: str, results: Mapping[str, int | None], parties: Parties
) -> dict[Hashable, bool]:
    """Whether each party of the round won anything."""
    won: dict[Hashable, bool] = {}
    for receipt, wish in results.items():
        party = _party(code, receipt, parties)
        won[party] = won.get(party, False) or wish is not None
    return won


def _gone_on(before: Streak | None, party: Hashable, *, won: bool) -> Streak:
    """One more round of the party."""
    old = before or Streak(party, 0, 0, 0, 0)
    present = 0 if won else old.present + 1
    return Streak(party, old.entered + 1, old.won + won, max(old.longest, present), present)
