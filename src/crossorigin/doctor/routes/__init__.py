"""The routes of an app: the policy that covers each, and mistakes in how they are covered."""
