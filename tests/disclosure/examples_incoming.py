"""What the public wrote in, in the demo hospital, for the tests that walk every address."""

from disclosure.models import Handling, SlipBatch, SuggestionFile
from organization.models import Department
from tests.arguments import Examples, each
from tests.disclosure import incoming

WHERE = "D11"
"""The department of the demo's filer and head."""


def build() -> None:
    """One suggestion that the department drafts for, one that 党办 settles, one that 保密审查 clears, one answered, a file, a batch of slips."""
    where = Department.objects.get(code=WHERE)
    incoming.file(incoming.assigned(where))
    incoming.drafted(where)
    incoming.settled(where)
    incoming.answered(where)
    incoming.batch(where)


def arguments() -> Examples:
    """For addresses of the desk."""
    here = Handling.objects.filter(department__code=WHERE).order_by("pk")
    file = SuggestionFile.objects.get(suggestion__handling__department__code=WHERE)
    drafted = here.filter(state="drafted").values_list("suggestion", flat=True).first()
    settled = here.filter(state="clearing").values_list("suggestion", flat=True).first()
    answered = here.filter(state="answered").values_list("suggestion", flat=True).last()
    batch = SlipBatch.objects.filter(department__code=WHERE).order_by("pk").values_list("pk", flat=True).first()
    steps = "suggestion assign_suggestion draft_answer answer_suggestion refuse_suggestion treat_as_report"
    return {
        **each("disclosure_desk", f"{steps} propose_point make_finding", pk=file.suggestion_id),
        **each("disclosure_desk", "return_answer", pk=drafted),
        **each("disclosure_desk", "clear_answer hold_answer", pk=settled),
        **each("disclosure_desk", "correct_answer", pk=answered),
        **each("disclosure_desk", "suggestion_file", pk=file.pk),
        **each("disclosure_desk", "batch print_batch close_batch", pk=batch),
    }
