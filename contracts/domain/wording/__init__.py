"""The wording of a contract before it is signed: drafts, clauses, blanks, versions, comparisons, what is printed."""
