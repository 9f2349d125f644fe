"""The terms of the web that both halves share: the Fetch Standard's lists, origins and sites."""
