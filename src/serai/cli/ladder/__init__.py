"""The command connect: its options, and how a ladder is shown."""
