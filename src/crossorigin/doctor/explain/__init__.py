"""``crossorigin explain``: the messages of a console, and the causes behind them."""
