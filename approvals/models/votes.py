"""表决: the votes held on an item, who said what before them, and what they came to. Inserted once, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.states import BallotResult, BallotScope, VoteChoice


class Ballot(models.Model):
    """One vote: on the whole item, on a department voted apart, or on rows apart; its figures stand once it is closed."""

    item = models.ForeignKey("approvals.AgendaItem", models.PROTECT, related_name="ballots")
    position = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=10, choices=BallotScope.choices)
    entry = models.ForeignKey(
        "approvals.AgendaSubmission", models.PROTECT, null=True, blank=True, related_name="ballots"
    )
    """Whose lists it is about; empty for the whole item."""
    title = models.CharField(_("表决事项"), max_length=200)
    presided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("主持人"), related_name="+"
    )
    due = models.PositiveSmallIntegerField(_("应到"))
    attended = models.PositiveSmallIntegerField(_("实到"), default=0)
    """Members who were there when it was set, those recused among them: people come and go between two items."""
    present = models.PositiveSmallIntegerField(_("参加表决"))
    recused = models.PositiveSmallIntegerField(_("回避"))
    needed_present = models.PositiveSmallIntegerField(_("法定到会人数"))
    needed_for = models.PositiveSmallIntegerField(_("通过所需票数"))
    votes_for = models.PositiveSmallIntegerField(_("同意"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("不同意"), null=True, blank=True)
    votes_postpone = models.PositiveSmallIntegerField(_("缓议"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=BallotResult.choices, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="ballot_position_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(scope=BallotScope.WHOLE), name="one_ballot_on_the_whole_item"
            ),
            models.CheckConstraint(
                condition=Q(result="", closed_at__isnull=True, votes_for__isnull=True)
                | Q(~Q(result=""), closed_at__isnull=False, votes_for__isnull=False),
                name="ballot_closed_has_result_and_figures",
            ),
            models.CheckConstraint(
                condition=~Q(result=BallotResult.PASSED)
                | Q(votes_for__gte=models.F("needed_for"), present__gte=models.F("needed_present")),
                name="ballot_passed_meets_its_bars",
            ),
            models.CheckConstraint(
                condition=Q(scope=BallotScope.WHOLE, entry__isnull=True)
                | Q(~Q(scope=BallotScope.WHOLE), entry__isnull=False),
                name="ballot_apart_names_its_submission",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BallotRow(models.Model):
    """A row that a vote apart covers; no row is voted on twice under one item."""

    item = models.ForeignKey("approvals.AgendaItem", models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="covered")
    row = models.ForeignKey("approvals.SubmissionRow", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "row"], name="row_in_one_ballot_of_an_item")]

    def __str__(self) -> str:
        return f"{self.ballot} {self.row}"


class Vote(models.Model):
    """What one member said, by name; `by` entered it: the member at their own login, or the recorder."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("委员"), related_name="+")
    choice = models.CharField(_("意见"), max_length=10, choices=VoteChoice.choices)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    """Why they did not agree, of who voted at their own login; the recorder enters one for the whole vote."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.get_choice_display()}"


class Statement(models.Model):
    """发言: what a member or an observer said on a vote, in the order of speaking; for the restricted record."""

    item = models.ForeignKey("approvals.AgendaItem", models.PROTECT, related_name="statements")
    entry = models.ForeignKey(
        "approvals.AgendaSubmission", models.PROTECT, null=True, blank=True, verbose_name=_("针对"), related_name="+"
    )
    """Whose lists it is about; empty for the whole item, which nobody who leaves a row of it speaks or reads about."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("发言人"), related_name="+")
    text = models.TextField(_("发言"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="statement_has_text")]

    def __str__(self) -> str:
        return self.text[:40]
