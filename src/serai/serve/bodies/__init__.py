"""What answers are made of, as the API's description promises it; more may stand beside what is named."""
