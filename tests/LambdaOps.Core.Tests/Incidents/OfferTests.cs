using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>A person's answer to an offer: taken once, by its name, in time.</summary>
public class OfferTests
{
    private static readonly Offer s_offer = new(
        "20260115-api-031500-1",
        Some.Restart,
        "why",
        Some.Now,
        Some.After(900)
    );

    private static readonly Route s_route = new(Some.Service, default, Severity.P4, Mode.Act, Mode.Act);

    private static readonly TargetRecord s_waiting = TargetRecord.New(Some.Target) with
    {
        Open = Some.Incident with
        {
            Clearance = new Clearance(Mode.Act) { Offer = s_offer, Offers = 1 },
        },
    };

    [Theory]
    [InlineData(OperatorAnswer.Approve, true, "Kim approves 'force a new deployment of api': users wait")]
    [InlineData(OperatorAnswer.Refuse, false, "Kim declines 'force a new deployment of api': users wait")]
    public void Answer_IsTakenAndNoted(OperatorAnswer answer, bool approved, string line)
    {
        var intake = Assert.IsType<Intake.Look>(s_waiting.Take(Answer(answer), s_route, Some.After(60)));

        var open = intake.Record.Open!;
        Assert.Equal(new OfferAnswer(approved, "Kim", "users wait", Some.After(60)), open.Offer!.Answer);
        Assert.Equal((EntryKind.Answered, line), (open.Lines[^1].Kind, open.Lines[^1].Text));
        Assert.Equal(approved, open.Offer.IsApproved(Some.After(899)));
        Assert.False(open.Offer.IsApproved(Some.After(900)));
    }

    [Theory]
    [InlineData(899, true)]
    [InlineData(900, false)]
    [InlineData(901, false)]
    public void Answer_ComesInTimeOrNot(int after, bool taken) =>
        Assert.Equal(taken, s_waiting.Take(Answer(OperatorAnswer.Approve), s_route, Some.After(after)) is Intake.Look);

    [Fact]
    public void SecondAnswer_ChangesNothing()
    {
        var once = s_waiting.Take(Answer(OperatorAnswer.Refuse), s_route, Some.After(60)).Record;
        var again = Assert.IsType<Intake.Ignore>(once.Take(Answer(OperatorAnswer.Approve), s_route, Some.After(61)));

        Assert.Equal($"{s_offer.Id} was answered by Kim already", again.Because);
        Assert.Equal(once, again.Record);
    }

    [Fact]
    public void AnswerToAnotherOffer_SaysWhichStands() =>
        Assert.Equal(
            $"offer 20260115-api-031500-0 is no longer open; {s_offer.Id} is",
            Assert
                .IsType<Intake.Ignore>(
                    s_waiting.Take(
                        Answer(OperatorAnswer.Approve) with
                        {
                            Subject = "20260115-api-031500-0",
                        },
                        s_route,
                        Some.Now
                    )
                )
                .Because
        );

    [Fact]
    public void AnswerToNothing_SaysSo()
    {
        var none = s_waiting with { Open = Some.Incident };

        Assert.Contains(
            "is not open: it was carried out, withdrawn, or never made",
            none.Take(Answer(OperatorAnswer.Approve), s_route, Some.Now).Because,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "no incident of api is open",
            TargetRecord.New(Some.Target).Take(Answer(OperatorAnswer.Approve), s_route, Some.Now).Because
        );
    }

    /// <summary>The demand moves while a person thinks; another start or direction is another change.</summary>
    [Theory]
    [InlineData(5, 8, true)]
    [InlineData(5, 10, true)]
    [InlineData(5, 4, false)]
    [InlineData(6, 8, false)]
    public void Counts_AreCoveredByAnOfferFromTheSameStart(int from, int to, bool covered)
    {
        Assert.Equal(
            covered,
            new Change.SetDesiredCount(Some.Target, from, to).IsCoveredBy(new Change.SetDesiredCount(Some.Target, 5, 8))
        );
        Assert.Equal(
            covered,
            new Change.SetScalingMinimum(Some.Target, from, to).IsCoveredBy(
                new Change.SetScalingMinimum(Some.Target, 5, 8)
            )
        );
        Assert.False(
            new Change.SetDesiredCount(Some.Target, 5, 8).IsCoveredBy(new Change.SetScalingMinimum(Some.Target, 5, 8))
        );
    }

    [Fact]
    public void OtherActions_AreCoveredByThemselvesOnly()
    {
        Assert.True(Some.Restart.IsCoveredBy(Some.Restart));
        Assert.False(Some.Restart.IsCoveredBy(Some.RollBack));
        Assert.False(
            new Change.SavePage(Some.Target, "a", "k").IsCoveredBy(new Change.SavePage(Some.Target, "b", "k"))
        );
    }

    private static Signal.OperatorAnswered Answer(OperatorAnswer answer) =>
        new(Some.Target, answer, s_offer.Id, "Kim", "users wait");
}
