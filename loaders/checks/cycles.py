"""Find the cycles of a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def find_cycles(graph: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Yield each cycle of a graph once, without recursion: a long chain must not exhaust the stack."""
    visited: set[str] = set()
    for start in sorted(graph):
        path: list[str] = []
        stack = [(start, iter(sorted(graph[start])))] if start not in visited else []
        path = [start] if stack else []
        while stack:
            node, neighbours = stack[-1]
            neighbour = next(neighbours, None)
            if neighbour is None:
                visited.add(node)
                stack.pop()
                path.pop()
            elif neighbour in path:
                yield path[path.index(neighbour) :]
            elif neighbour not in visited:
                path.append(neighbour)
                stack.append((neighbour, iter(sorted(graph.get(neighbour, ())))))
