"""What the server counts, as Prometheus reads it."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

TEXT = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts of one server, in a registry of its own: several servers of one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "serai_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "serai_request_seconds", "Until the answer began.", ("route",), buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self.streams = Gauge("serai_event_streams", "Event streams open.", registry=self.registry)
        self.questions = Gauge("serai_questions", "Questions at work or waiting.", registry=self.registry)
        self.generation = Gauge("serai_assessments", "Assessments made so far.", registry=self.registry)
        self.age_s = Gauge("serai_assessment_age_seconds", "Age of the assessment.", registry=self.registry)

    def text(self) -> bytes:
        """All of them in the text format."""
        return generate_latest(self.registry)
