"""The ledger: claims of history, observables of a run, and verdicts that count only with teeth.

    verdicts = judge(run)        # a Verdict for each claim
    summary(verdicts)            # independent groups of checks by verdict
    sharpen("magnitogorsk")      # tests the teeth of every check, once for each scenario
"""

from magnitka.ledger.claims import Claim, claim_files, division_digest, shipped_claims
from magnitka.ledger.judging import judge
from magnitka.ledger.reading import load_claims
from magnitka.ledger.teeth import Sharpened, sharpen
from magnitka.ledger.verdict import Verdict, summary

__all__ = [
    "Claim", "Sharpened", "Verdict", "claim_files", "division_digest", "judge", "load_claims", "sharpen",
    "shipped_claims", "summary",
]  # fmt: skip
