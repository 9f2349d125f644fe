"""The routes of an app, and the mistakes in how they are covered."""
