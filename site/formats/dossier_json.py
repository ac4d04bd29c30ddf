"""Build the JSON file beside a dossier's page: its events, what led to what, who holds what, and what is open."""

from __future__ import annotations

from communique.pipeline.output_file import OutputFile
from communique.site.formats.event_json import format_json
from communique.site.pages.dossier.dossier_view import DossierPage


def build_dossier_json(page: DossierPage) -> OutputFile:
    """Return the file of a dossier; each event is named by its id."""
    ids = [row.id for row in page.rows]
    by_path = {row.event.path: row.id for row in page.rows}
    return OutputFile(
        page.json_path,
        format_json(
            {
                "format": 1,
                "id": page.id,
                "title": page.title,
                "question": page.question,
                "summary": page.summary,
                "introduction": [
                    {"text": it.text, "events": [by_path[link.path] for link in it.events]}
                    for it in page.introduction
                ],
                "events": [
                    {"id": row.id, "title": row.event.label, "date": row.date, "status": row.status}
                    for row in page.rows
                ],
                "links": [
                    {"from": ids[it.origin], "to": ids[it.target], "how": it.label} for it in page.connections
                ],
                "positions": [
                    {
                        "event": it.row.id,
                        "party": statement.party.label,
                        "field": statement.claim.field,
                        "value": statement.claim.value,
                        "modality": statement.claim.modality,
                        "source": statement.claim.source.path.removeprefix("sources/").removesuffix(".md"),
                        "paragraphs": statement.claim.paragraphs,
                        "sources": statement.sources,
                    }
                    for it in page.positions
                    for statement in it.statements
                ],
                "disputed": [
                    {
                        "event": it.row.id,
                        "field": it.disagreement.field,
                        "decision": it.disagreement.decision,
                        "values": [version.value for version in it.disagreement.versions],
                        "because": it.disagreement.because,
                    }
                    for it in page.disputes
                ],
                "open": [{"event": by_path[it.event.path], "text": it.text} for it in page.open_points],
            }
        ),
    )
