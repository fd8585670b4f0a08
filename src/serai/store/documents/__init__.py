"""What decisions rest on and what came of them: corridors, element sets, plans, assessments, STAC items."""
