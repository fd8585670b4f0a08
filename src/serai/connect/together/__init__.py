"""What is left when others ask too: fair shares of cables and beams by priority."""
