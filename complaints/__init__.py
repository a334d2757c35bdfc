"""Customers' complaints: logged in seconds, with all of the contract's clocks and a named person for each."""
