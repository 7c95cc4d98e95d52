"""The ledger: claims of history, observables of a run, and verdicts that count only with teeth.

`judge(run)` gives a Verdict for each claim, `summary(verdicts)` counts independent groups of checks, and
`sharpen("magnitogorsk")` tests the teeth of every check, once for each scenario and model.
"""

from magnitka.ledger.claims import Claim, division_digest
from magnitka.ledger.judging import judge
from magnitka.ledger.reading import claim_files, load_claims, shipped_claims
from magnitka.ledger.teeth import Sharpened, sharpen
from magnitka.ledger.verdict import Verdict, summary

__all__ = [
    "Claim", "Sharpened", "Verdict", "claim_files", "division_digest", "judge", "load_claims", "sharpen",
    "shipped_claims", "summary",
]  # fmt: skip
