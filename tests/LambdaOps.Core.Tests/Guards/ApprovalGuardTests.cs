using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Guards;

/// <summary>
/// What waits for a person, and what an approval is worth: for the guards of freeze windows and approvals.
/// </summary>
public class ApprovalGuardTests
{
    private static readonly Offer s_offer = new("i-1", Some.Restart, "why", Some.Now, Some.After(900));

    private static readonly GuardQuestion s_act = new(
        Some.Restart,
        Some.Incident,
        TargetRecord.New(Some.Target),
        Mode.Act,
        ControlSwitch.Unset,
        new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
        {
            NotifyWithin = TimeSpan.FromMinutes(15),
        },
        Some.Down,
        TimeSpan.FromSeconds(60),
        Some.Now
    );

    private static readonly GuardQuestion s_ask = s_act with { Mode = Mode.Ask };

    public static TheoryData<string> Ways => ["mode", "switch", "askFirst", "freeze"];

    [Fact]
    public void Act_NeedsNoApproval() => Assert.Null(First(s_act));

    [Theory]
    [MemberData(nameof(Ways))]
    public void WhatMustBeAsked_IsOffered(string way) => Assert.Equal(DenialThen.AskFirst, First(Asking(way))?.Then);

    [Fact]
    public void OtherKinds_AreNotAskedFor() =>
        Assert.Null(
            First(
                s_act with
                {
                    Setting = s_act.Setting with
                    {
                        Approval = new ApprovalSetting(["rollBack"], TimeSpan.FromMinutes(15)),
                    },
                }
            )
        );

    /// <summary>Who wants to be asked about a rollback gets no other one unasked.</summary>
    [Theory]
    [InlineData("rollBack", true)]
    [InlineData("rollBackDeployment", true)]
    [InlineData("forceNewDeployment", false)]
    public void RollbackByEcs_IsAskedForAsAnyRollback(string askFirst, bool asks) =>
        Assert.Equal(
            asks,
            First(
                s_act with
                {
                    Change = new Change.RollBackDeployment(Some.Target, "arn:one"),
                    Setting = s_act.Setting with
                    {
                        Approval = new ApprovalSetting([askFirst], TimeSpan.FromMinutes(15)),
                    },
                }
            )?.Then == DenialThen.AskFirst
        );

    [Theory]
    [MemberData(nameof(Ways))]
    public void GivingBack_IsNotAskedFor(string way) =>
        Assert.Null(First(Asking(way) with { Change = new Change.SetDesiredCount(Some.Target, 7, 5) }));

    /// <summary>An approval holds until the offer ends, not a second longer.</summary>
    [Theory]
    [InlineData("mode", 899, true)]
    [InlineData("mode", 900, false)]
    [InlineData("mode", 901, false)]
    [InlineData("freeze", 899, true)]
    [InlineData("freeze", 900, false)]
    public void Approved_MayBeMadeUntilTheOfferEnds(string way, int after, bool allows) =>
        Assert.Equal(
            allows,
            First(Asking(way).With(Answered(approved: true)) with { Now = Some.After(after) }) is null
        );

    [Theory]
    [MemberData(nameof(Ways))]
    public void ApprovalOfAnotherAction_IsNone(string way) =>
        Assert.Equal(
            DenialThen.AskFirst,
            First(Asking(way).With(Answered(approved: true)) with { Change = Some.RollBack })?.Then
        );

    /// <summary>Between the intent and the change the offer has gone into the intent.</summary>
    [Fact]
    public void ApprovedIntent_MayBeMade()
    {
        var intent = new Intent(Some.Restart, Some.Now, "why") { Approved = Answered(approved: true) };

        Assert.Null(First(s_ask with { Incident = Some.Incident with { Intent = intent } }));
        Assert.NotNull(
            First(s_ask with { Incident = Some.Incident with { Intent = intent with { Approved = null } } })
        );
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Refused_IsAPersons(string way)
    {
        var denial = First(Asking(way).With(Answered(approved: false)));

        Assert.Equal(("Kim declined it: not now", DenialThen.AskPerson), (denial?.Because, denial?.Then));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Unanswered_IsAPersonsWhenTheOfferEnds(string way)
    {
        Assert.Equal(DenialThen.AskFirst, First(Asking(way).With(s_offer) with { Now = Some.After(899) })?.Then);
        Assert.Equal(DenialThen.AskPerson, First(Asking(way).With(s_offer) with { Now = Some.After(900) })?.Then);
    }

    [Fact]
    public void Freeze_DoesNotBindWhatAPersonWantsByName() =>
        Assert.Null(
            new FreezeGuard().Check(Asking("freeze") with { Incident = Some.Incident.Want(PageRequest.Up, Some.Now) })
        );

    private static Denial? First(GuardQuestion question) =>
        Guard.FirstDenial([new FreezeGuard(), new ApprovalGuard()], question);

    private static Offer Answered(bool approved) =>
        s_offer with
        {
            Answer = new OfferAnswer(approved, "Kim", "not now", Some.After(10)),
        };

    private static GuardQuestion Asking(string way) =>
        way switch
        {
            "mode" => s_ask,
            "switch" => s_act with { Control = new ControlSwitch(Mode.Ask, "on-call", "careful") },
            "askFirst" => s_act with
            {
                Setting = s_act.Setting with
                {
                    Approval = new ApprovalSetting(["forceNewDeployment", "rollBack"], TimeSpan.FromMinutes(15)),
                },
            },
            _ => s_act with { Frozen = "freeze window 'year end'" },
        };
}

file static class Questions
{
    public static GuardQuestion With(this GuardQuestion question, Offer offer) =>
        question with
        {
            Incident = question.Incident with { Clearance = new Clearance(Mode.Act) { Offer = offer } },
        };
}
