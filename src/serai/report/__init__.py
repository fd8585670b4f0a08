"""What people and programs look at: the page, pictures, the terminal's views, JSON, rows and arrays."""

from serai.report.data.json import assess_answer, json_text, resilience_answer
from serai.report.data.rows import booking_rows, figure_arrays, geojson, needs_rows, single_point_rows
from serai.report.drawing.picture import Picture, plot
from serai.report.page.page import page, write_report
from serai.report.terminal.assessment import AssessmentView, ChangesView
from serai.report.terminal.resilience import ResilienceView

__all__ = [
    "AssessmentView",
    "ChangesView",
    "Picture",
    "ResilienceView",
    "assess_answer",
    "booking_rows",
    "figure_arrays",
    "geojson",
    "json_text",
    "needs_rows",
    "page",
    "plot",
    "resilience_answer",
    "single_point_rows",
    "write_report",
]
