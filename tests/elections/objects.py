"""Objects for the addresses of the ten best: an election of Pingliang with its vote open."""

from qianshou.merit.models import ElectionVoter
from tests.elections.year import number_of, opened


def election_objects(cast) -> dict:
    """Parameter name → value."""
    election = opened(cast)
    assert number_of(election, cast.tan)
    return {
        "election_id": election.pk, "candidate_id": election.candidates.get(carer=cast.tan).pk, "juror_id": election.jurors.first().pk, "slug": election.slug,
        "voter_id": ElectionVoter.objects.filter(election=election).first().pk,
    }  # fmt: skip
