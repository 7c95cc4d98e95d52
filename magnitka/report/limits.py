"""What a run cannot tell, said on the page as in MODEL.md."""

LIMITS = (
    "One run is one history out of many. Where a difference matters, run pairs with the same luck over seeds and "
    "over the declared ranges, and look at the spread before the mean.",
    "Many numbers are guesses with a range and a reason, or borrowed from other years and branches. A result that "
    "rests on them is no better than they are; the list of every number says which they are.",
    "What was put in is no finding: priority ranks, decrees and their dates, opening stocks and capacities are given. "
    "A verdict counts only where neutralising the cause removes the pattern and some draw of the parameters fails it.",
    "Persons and households are drawn from the margins of statistics: none of them ever lived, and only groups are "
    "shown. Districts are outlines drawn from stated lengths and areas; a line on the map is no street of the town.",
    "Enterprises outside the Works are aggregates. The model says nothing of any single one of them, of any person, "
    "or of what a particular official would have done.",
    "What lies after February 1991 is a forecast from the rules, not a reconstruction.",
)
