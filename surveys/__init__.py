"""Surveys: asked by themselves each period, anonymous for real, honest about what they prove."""
