"""What people and programs look at: the page, pictures, the terminal's views, JSON, rows and arrays."""

from serai.report.findings import Findings, findings
from serai.report.frames import booking_rows, figure_arrays, geojson, needs_rows, single_point_rows
from serai.report.html import page, write_report
from serai.report.json import assess_answer, json_text, resilience_answer
from serai.report.picture import Picture, plot
from serai.report.resilience_view import ResilienceView
from serai.report.terminal import AssessmentView, ChangesView

__all__ = [
    "AssessmentView",
    "ChangesView",
    "Findings",
    "Picture",
    "ResilienceView",
    "assess_answer",
    "booking_rows",
    "figure_arrays",
    "findings",
    "geojson",
    "json_text",
    "needs_rows",
    "page",
    "plot",
    "resilience_answer",
    "single_point_rows",
    "write_report",
]
