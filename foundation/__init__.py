"""The ground floor: audit, jobs, files, working days, money, lifecycles, refusals. It knows no business words."""
