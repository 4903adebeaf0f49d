using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.DataRestoreRemedy;

/// <summary>A person asks for the table events as it was an hour ago.</summary>
public class DataRestoreDecideTests
{
    private static readonly DateTimeOffset s_at = Some.Now - TimeSpan.FromHours(1);

    private static readonly DataRestorePolicy s_policy = DataRestorePolicy.Default;

    private static readonly OperatedTable s_table = new("events", Expiry: null)
    {
        Settings = Settings.None.With(new Setting<DataRestorePolicy>(Mode.Act, s_policy)),
    };

    private static readonly string s_name = RestoreAim.NameFor(s_table.Name, s_at);

    private static readonly DataRestoreProcedure s_procedure = new();

    private static readonly Incident s_incident = Some.Incident with
    {
        Target = s_table.Id,
        Remedy = DataRestoreProcedure.ProcedureName,
        Memory = new ProcedureMemory.DataRestore { Request = new(RestoreWish.Begin, s_at) },
    };

    private static readonly Incident s_begun = s_incident.Tried(new Change.RestoreTable(s_table.Id, s_name, s_at));

    private static readonly TableFeatures s_old = new(TablePart.Active, "HASH id (S)")
    {
        Arn = "arn:aws:dynamodb:ap-northeast-1:123456789012:table/events",
        Tags = new TableTags([new("team", "events")]),
        Stream = "NEW_IMAGE",
        TimeToLive = "goneAt",
        RecoveryDays = 35,
    };

    private static readonly TableFeatures s_bare = new(TablePart.Active, "HASH id (S)")
    {
        Arn = $"arn:aws:dynamodb:ap-northeast-1:123456789012:table/{s_name}",
    };

    private static readonly TableFeatures s_whole = s_bare with
    {
        Tags = s_old.Tags,
        Stream = s_old.Stream,
        RecoveryDays = 35,
    };

    private static readonly TableComparison s_good = new(900, true, 900) { Sampled = 50, Same = 48 };

    [Fact]
    public void Level_IsThatOfDataOnceARestoreIsAskedFor()
    {
        Assert.Null(s_procedure.RecoveryLevelOf(s_incident));
        Assert.Equal(RecoveryLevel.Data, s_procedure.RecoveryLevelOf(s_begun));
        Assert.Equal(s_begun.BeganAt - s_at, s_procedure.DataLostBy(s_begun));
    }

    [Fact]
    public void Name_SaysTableAndTime() => Assert.Equal("events-restored-202601150215", s_name);

    [Theory]
    [InlineData("events-restored-202601150215", true)]
    [InlineData("events-restored-20260115021", false)]
    [InlineData("events-restored-2026011502155", false)]
    [InlineData("events-restored-20260115021x", false)]
    [InlineData("events", false)]
    [InlineData("other-restored-202601150215", false)]
    public void Name_IsTold(string name, bool isOurs) => Assert.Equal(isOurs, RestoreAim.IsNameFor(name, "events"));

    [Fact]
    public void Restore_SaysWhatItMakesAndCannotUndo()
    {
        var act = Assert.IsType<Decision.Act>(
            Decide(s_incident, Seen(source: s_old with { Replicas = ["us-west-2"], Besides = ["deletion protection"] }))
        );

        Assert.Equal(new Change.RestoreTable(s_table.Id, s_name, s_at), act.Change);
        Assert.All(
            "cannot be taken back;billed;us-west-2;deletion protection;stays as it is".Split(';'),
            part => Assert.Contains(part, act.Because, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(-1, "is before")]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void Restore_KeepsToTheEarliestTime(int seconds, string? because) =>
        AssertRefused(Decide(s_incident, Seen(earliest: s_at - TimeSpan.FromSeconds(seconds))), because);

    [Theory]
    [InlineData(-1, "is after")]
    [InlineData(0, null)]
    [InlineData(1, null)]
    public void Restore_KeepsToTheLatestTime(int seconds, string? because) =>
        AssertRefused(Decide(s_incident, Seen(latest: s_at + TimeSpan.FromSeconds(seconds))), because);

    [Fact]
    public void Restore_IsRefusedWithoutRecovery() =>
        AssertRefused(
            Decide(s_incident, Seen(with: new RestoreSource(s_old, null, null))),
            "point-in-time recovery is off"
        );

    [Fact]
    public void Restore_IsRefusedWithoutTable() =>
        AssertRefused(Decide(s_incident, Seen(with: new RestoreSource(null, null, null))), "no such table");

    [Fact]
    public void Restore_NeverTakesANameThatIsTaken() =>
        AssertRefused(Decide(s_incident, Seen(made: s_bare)), "nothing is written over");

    [Fact]
    public void Question_IsAnswered() =>
        AssertRefused(
            Decide(
                s_incident with
                {
                    Memory = new ProcedureMemory.DataRestore { Request = new(RestoreWish.Status) },
                },
                Seen()
            ),
            "can be restored to any second"
        );

    [Fact]
    public void Alarm_CannotSayToWhichTime()
    {
        AssertAsks(Decide(s_incident with { Memory = null, Cause = Some.Muted }, Seen()), "a person has to ask for it");
        AssertRefused(Decide(s_incident with { Memory = null, Cause = new IncidentCause() }, Seen()), "ACTIVE");
    }

    [Fact]
    public void Decline_EndsIt() =>
        AssertRefused(
            Decide(
                s_incident with
                {
                    Clearance = s_incident.Clearance with
                    {
                        Offer = new Offer(
                            "1",
                            new Change.RestoreTable(s_table.Id, s_name, s_at),
                            "",
                            Some.Now,
                            Some.Now
                        )
                        {
                            Answer = new OfferAnswer(false, "Ada", "no", Some.Now),
                        },
                    },
                },
                Seen()
            ),
            "Ada declined it"
        );

    [Fact]
    public void Restore_IsWaitedForWithAnEnd()
    {
        var wait = Assert.IsType<Decision.Wait>(
            Decide(s_begun, Seen(made: s_bare with { Status = "CREATING" }, isRestoring: true))
        );

        Assert.Equal(DataRestorePhase.Restoring, wait.Then);
        Assert.IsType<Decision.Escalate>(wait.At(s_begun.Attempts[0].At + s_policy.RestoreWithin));
    }

    /// <summary>An outcome that nobody wrote down: the name says whose it is.</summary>
    [Fact]
    public void Restore_IsNotAskedForTwice()
    {
        var lost = s_incident with
        {
            Attempts =
            [
                new(new Change.RestoreTable(s_table.Id, s_name, s_at), Some.Now, AttemptOutcome.Unconfirmed, ""),
            ],
        };

        Assert.IsType<Decision.Wait>(Decide(lost, Seen(made: s_bare with { Status = "CREATING" }, isRestoring: true)));
        Assert.IsType<Change.RestoreTable>(Made(Decide(lost, Seen())));
    }

    [Fact]
    public void Others_AreLeftAlone() =>
        AssertAsks(Decide(s_begun, Seen(made: s_bare, of: "other")), "someone else made it; leaving it alone");

    [Fact]
    public void OtherTimes_AreLeftAlone() =>
        AssertAsks(
            Decide(s_begun, Seen(made: s_bare, to: s_at - TimeSpan.FromMinutes(1))),
            "someone else made it; leaving it alone"
        );

    [Fact]
    public void Table_ThatIsGoneIsNotMadeAgain()
    {
        var seen = s_procedure.Remember(s_begun, Seen(made: s_bare), s_table, Some.Now);

        AssertAsks(Decide(seen, Seen()), "someone deleted it");
    }

    [Fact]
    public void Steps_FollowEachOther()
    {
        Assert.Equal(
            new Change.TagRestoredTable(s_table.Id, s_name, s_bare.Arn, s_old.Tags),
            Made(Decide(s_begun, Seen(made: s_bare)))
        );
        Assert.Equal(
            new Change.ProtectRestoredTable(s_table.Id, s_name, 35),
            Made(Decide(s_begun, Seen(made: s_bare with { Tags = s_old.Tags })))
        );
        Assert.Equal(
            new Change.StreamRestoredTable(s_table.Id, s_name, "NEW_IMAGE"),
            Made(Decide(s_begun, Seen(made: s_bare with { Tags = s_old.Tags, RecoveryDays = 35 })))
        );
        Assert.Equal(
            new Change.ExpireRestoredTable(s_table.Id, s_name, "goneAt"),
            Made(Decide(s_begun, Seen(made: s_whole, compared: s_good)))
        );
    }

    [Fact]
    public void TimeToLive_ComesAfterTheComparison() =>
        Assert.Equal(
            DataRestorePhase.Completing,
            Assert.IsType<Decision.Wait>(Decide(s_begun, Seen(made: s_whole))).Then
        );

    [Fact]
    public void End_SaysHowToSwitch()
    {
        var because = Assert
            .IsType<Decision.Resolved>(
                Decide(s_begun, Seen(made: s_whole with { TimeToLive = "goneAt" }, compared: s_good))
            )
            .Because;

        Assert.All(
            new[] { s_name, "configChange", "was not touched", "900 items", "alarms for the new name" },
            part => Assert.Contains(part, because, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("layout", "its keys and indexes are")]
    [InlineData("empty", "it is empty")]
    [InlineData("unexplained", "were last changed before that time")]
    public void Difference_IsOnCalls(string what, string because) =>
        AssertAsks(
            Decide(
                s_begun,
                Seen(
                    made: what == "layout" ? s_whole with { Layout = "HASH other (S)" } : s_whole,
                    compared: what switch
                    {
                        "empty" => s_good with { Items = 0 },
                        "unexplained" => s_good with { Unexplained = 1 },
                        _ => s_good,
                    }
                )
            ),
            because
        );

    [Fact]
    public void Comparison_IsMadeOnce()
    {
        var seen = s_procedure.Remember(s_begun, Seen(made: s_whole, compared: s_good), s_table, Some.Now);
        var at = LookAt.For(Some.Estate, s_table, seen, Some.Now);

        Assert.Equal(s_good, RestoreLooks.Comparison.Known(at));
        Assert.Null(RestoreLooks.Comparison.Known(LookAt.For(Some.Estate, s_table, s_begun, Some.Now)));
    }

    [Fact]
    public void Comparison_WaitsForAllButTimeToLive()
    {
        Assert.False(RestoreLooks.Comparison.OnlyIf!(Seen(made: s_bare)));
        Assert.False(RestoreLooks.Comparison.OnlyIf!(Seen(made: s_whole with { Status = "UPDATING" })));
        Assert.True(RestoreLooks.Comparison.OnlyIf!(Seen(made: s_whole)));
    }

    [Fact]
    public void Nothing_IsDecidedOnMissingEvidence() =>
        Assert.All(
            new Look[] { RestoreLooks.Source, RestoreLooks.Restored, RestoreLooks.Comparison },
            look =>
                Assert.IsType<Decision.Inconclusive>(
                    Decide(s_begun, Seen(made: s_whole, compared: s_good).With([(look, look.Missing("AccessDenied"))]))
                )
        );

    [Fact]
    public void Abort_StopsIt()
    {
        var aborted = s_begun.WantRestore(new(RestoreWish.Abort));

        Assert.Contains(
            "stays as it is",
            Assert.IsType<Decision.Resolved>(Decide(aborted, Seen(made: s_bare))).Because,
            StringComparison.Ordinal
        );
        AssertRefused(Decide(s_incident.WantRestore(new(RestoreWish.Abort)), Seen()), "nothing was restored");
    }

    [Fact]
    public void Alarm_DoesNotWaitForARestore()
    {
        var table = s_table with
        {
            Settings = s_table.Settings.With(new Setting<DatabaseErrorsPolicy>(Mode.Act, DatabaseErrorsPolicy.Default)),
        };
        var alarmed = s_begun with { Cause = Some.Muted };
        var decided = s_procedure.Decide(alarmed, Seen(made: s_bare with { Status = "CREATING" }), table, Some.Now);

        var next = Assert.IsType<Decision.SwitchTo>(decided);
        Assert.Equal(DatabaseErrorsProcedure.ProcedureName, next.Remedy);
        Assert.Contains("neither completed nor compared", next.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void HandedOff_EndsInTime()
    {
        var handedOff = s_begun with { Status = IncidentStatus.HandedOff, Escalation = Some.Escalation };
        var wait = Assert.IsType<Decision.Wait>(Decide(handedOff, Seen(made: s_bare)));

        Assert.True(Assert.IsType<Decision.Resolved>(wait.At(Some.Now + s_policy.AttendAtMost)).IsLeft);
        Assert.IsType<Decision.Resolved>(
            Decide(
                handedOff with
                {
                    Escalation = Some.Escalation with { Acknowledged = new Acknowledgement("Ada", "on it", Some.Now) },
                },
                Seen(made: s_bare)
            )
        );
    }

    [Fact]
    public void Request_IsTakenOnce()
    {
        var other = s_begun.WantRestore(new(RestoreWish.Begin, s_at - TimeSpan.FromHours(1)));

        Assert.Equal(s_begun, other);
        Assert.Null((Some.Incident with { Memory = null }).WantRestore(new(RestoreWish.Begin, s_at)).Memory);
    }

    private static Decision Decide(Incident incident, Evidence seen) =>
        s_procedure.Decide(incident, seen, s_table, Some.Now);

    private static Change Made(Decision decision) => Assert.IsType<Decision.Act>(decision).Change;

    private static void AssertRefused(Decision decision, string? because)
    {
        if (because is null)
        {
            Assert.IsType<Decision.Act>(decision);
        }
        else
        {
            Assert.Contains(because, Assert.IsType<Decision.Answer>(decision).Because, StringComparison.Ordinal);
        }
    }

    private static void AssertAsks(Decision decision, string because) =>
        Assert.Contains(because, Assert.IsType<Decision.Escalate>(decision).Because, StringComparison.Ordinal);

    private static Evidence Seen(
        TableFeatures? source = null,
        TableFeatures? made = null,
        bool isRestoring = false,
        string of = "events",
        DateTimeOffset? to = null,
        DateTimeOffset? earliest = null,
        DateTimeOffset? latest = null,
        TableComparison? compared = null,
        RestoreSource? with = null
    )
    {
        var seen = Evidence
            .NotAsked.With(
                RestoreLooks.Source,
                Fact.Known(
                    with
                        ?? new RestoreSource(
                            source ?? s_old,
                            earliest ?? Some.Now - TimeSpan.FromDays(35),
                            latest ?? Some.Now - TimeSpan.FromMinutes(5)
                        ),
                    Some.Now
                )
            )
            .With(
                RestoreLooks.Restored,
                Fact.Known(
                    made is null ? RestoredTable.None : new RestoredTable(made, isRestoring, of, to ?? s_at),
                    Some.Now
                )
            );
        return compared is null ? seen : seen.With(RestoreLooks.Comparison, Fact.Known(compared, Some.Now));
    }
}
