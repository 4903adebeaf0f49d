using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Guards;

/// <summary>A restore makes a table of its own name alone, and with a person's approval.</summary>
public class RestoreGuardTests
{
    private const string Name = "api-restored-202601150215";

    private static readonly Change.RestoreTable s_restore = new(Some.Target, Name, Some.Now);

    [Theory]
    [InlineData(Name, true)]
    [InlineData("api", false)]
    [InlineData("other-restored-202601150215", false)]
    [InlineData("api-restored-", false)]
    public void Name_IsOfARestore(string name, bool allows)
    {
        Change[] changes =
        [
            s_restore with
            {
                Name = name,
            },
            new Change.ProtectRestoredTable(Some.Target, name, 35),
            new Change.StreamRestoredTable(Some.Target, name, "NEW_IMAGE"),
            new Change.ExpireRestoredTable(Some.Target, name, "goneAt"),
            new Change.TagRestoredTable(Some.Target, name, $"arn:aws:dynamodb:r:1:table/{name}", TableTags.None),
        ];

        Assert.All(changes, change => Assert.Equal(allows, Check(new RestoredNameGuard(), change) is null));
    }

    [Fact]
    public void Tags_AreOfThatTable() =>
        Assert.NotNull(
            Check(
                new RestoredNameGuard(),
                new Change.TagRestoredTable(Some.Target, Name, "arn:aws:dynamodb:r:1:table/api", TableTags.None)
            )
        );

    [Fact]
    public void Restore_WaitsForApprovalInModeAct()
    {
        Assert.Equal(DenialThen.AskFirst, Check(new ApprovalGuard(), s_restore)?.Then);
        Assert.Null(
            Check(
                new ApprovalGuard(),
                s_restore,
                new Offer("1", s_restore, "", Some.Now, Some.After(60))
                {
                    Answer = new OfferAnswer(true, "Ada", "yes", Some.Now),
                }
            )
        );
    }

    [Fact]
    public void Approval_IsOfThatRestore() =>
        Assert.NotNull(
            Check(
                new ApprovalGuard(),
                s_restore,
                new Offer("1", s_restore with { At = Some.After(-60) }, "", Some.Now, Some.After(60))
                {
                    Answer = new OfferAnswer(true, "Ada", "yes", Some.Now),
                }
            )
        );

    [Fact]
    public void Name_ThatIsTakenMeanwhileIsLeftAlone()
    {
        var taken = Evidence.NotAsked.With(
            RestoreLooks.Restored,
            Fact.Known(new RestoredTable(new TableFeatures(TablePart.Active, ""), false, null, null), Some.Now)
        );

        Assert.NotNull(Check(new LiveStateGuard(), s_restore, seen: taken));
        Assert.Null(
            Check(
                new LiveStateGuard(),
                s_restore,
                seen: Evidence.NotAsked.With(RestoreLooks.Restored, Fact.Known(RestoredTable.None, Some.Now))
            )
        );
    }

    private static Denial? Check(Guard guard, Change change, Offer? offer = null, Evidence? seen = null) =>
        guard.Check(
            new GuardQuestion(
                change,
                Some.Incident with
                {
                    Clearance = Some.Incident.Clearance with { Offer = offer },
                },
                TargetRecord.New(Some.Target),
                Mode.Act,
                ControlSwitch.Unset,
                new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
                {
                    NotifyWithin = TimeSpan.FromMinutes(15),
                },
                seen ?? Evidence.NotAsked,
                TimeSpan.FromSeconds(60),
                Some.Now
            )
        );
}
