"""Hold the causes of a failure, and what a report says of them."""
