"""Tables whose labels stand beside the words and not above them → a head with rows below it.

A card of `任务名称 | 建设充电桩` / `牵头单位 | 县发改局 | 完成时限 | 10月底前` is one task; a table with its labels in the first
column and a task in each further column has as many tasks as columns.
"""

from __future__ import annotations

from dataclasses import replace

from graph_loader.source import Cell, Table
from graph_loader.table_heads import ColumnKind, column_kind, is_head, plain_label

_OWN = (ColumnKind.ROLE, ColumnKind.TIME)


def upright(table: Table) -> Table:
    """The table with its labels in the first row; itself where they stand there or nowhere."""
    pairs = _pairs(table)
    if pairs is not None:
        return replace(table, rows=tuple(_anchored(row, r) for r, row in enumerate(pairs)))
    if not table.rows or any(is_head([cell.reading.text for cell in row]) for row in table.rows[:3]):
        return table
    labels = [row[0] for row in table.rows]
    if len(table.rows[0]) >= 3 and _is_label_set(labels) and all(_alone(row) for row in table.rows):
        turned = [tuple(row[c] for row in table.rows) for c in range(len(table.rows[0]))]
        return replace(table, rows=tuple(_anchored(row, r) for r, row in enumerate(turned)))
    return table


def _alone(row: tuple[Cell, ...]) -> bool:
    return not any(column_kind(cell.reading.text) in _OWN for cell in row[1:])


def _is_label_set(cells: list[Cell]) -> bool:
    """Whether these are the labels of a task: nearly all known, its words and its bodies among them."""
    kinds = [column_kind(cell.reading.text) for cell in cells if plain_label(cell.reading.text)]
    tasks = {ColumnKind.TASK, ColumnKind.MEASURE}.intersection(kinds)
    return bool(tasks) and ColumnKind.ROLE in kinds and sum(1 for kind in kinds if kind) >= max(3, 0.6 * len(kinds))


def _pairs(table: Table) -> list[tuple[Cell, ...]] | None:
    """The labels of a card and its words, as two rows, more where cards follow each other; None for other tables."""
    cards: list[tuple[list[Cell], list[Cell]]] = []
    for row in table.rows:
        own = [cell for at, cell in enumerate(row) if at == 0 or cell.anchor != row[at - 1].anchor]
        while own and len(own) % 2 and not own[-1].reading.text.strip():
            own.pop()
        if len(own) == 1:
            continue  # the title of a card
        if not own or len(own) % 2 or any(not plain_label(cell.reading.text) for cell in own[::2]):
            return None
        if not cards or plain_label(own[0].reading.text) == plain_label(cards[0][0][0].reading.text):
            cards.append(([], []))
        cards[-1][0].extend(own[::2])
        cards[-1][1].extend(own[1::2])
    names = [[plain_label(cell.reading.text) for cell in labels] for labels, _ in cards]
    if not cards or any(each != names[0] for each in names) or len(set(names[0])) < len(names[0]):
        return None
    misplaced = any(column_kind(cell.reading.text) in _OWN for _, words in cards for cell in words)
    if misplaced or not _is_label_set(cards[0][0]):
        return None
    return [tuple(cards[0][0]), *(tuple(words) for _, words in cards)]


def _anchored(row: tuple[Cell, ...], at: int) -> tuple[Cell, ...]:
    return tuple(replace(cell, anchor=(at, column)) for column, cell in enumerate(row))
