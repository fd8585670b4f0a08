"""Who may use which cable, who hands over to whom, and what an agreement would buy."""
