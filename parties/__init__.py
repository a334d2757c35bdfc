"""Who takes part: legal entities, their venues and rooms, the people who work there, and what each may see and do."""
