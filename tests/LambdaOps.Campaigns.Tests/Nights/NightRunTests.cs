using System.Collections.Immutable;
using LambdaOps.Campaigns.Nights;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Tests.Nights;

/// <summary>
/// Nights with lost calls, deaths, duplicates, people and the control switch: nothing that has not expired is deleted,
/// never a table's last good backup, and whatever died is gone on with. And each promise is missed when it is broken.
/// </summary>
public class NightRunTests
{
    private const int Seeds = 250;

    private static readonly Estate s_estate = NightEstates.Acting();

    public static TheoryData<string> Checks => [.. AllNights.Checks.Select(check => check.Value)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Promises_HoldWithEverySeed(string check)
    {
        var (deaths, changes) = (0, 0);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var result = Run(check, seed);

            Assert.True(
                result.Broken is null,
                $"{check} seed {seed}: {result.Broken}\n{string.Join('\n', result.Timeline.TakeLast(60))}"
            );
            deaths += result.FailedInvocations;
            changes += result.Records.Sum(record => record.Last?.Counts.Sum(count => count.Done) ?? 0);
        }

        // The nights come to what they are about.
        Assert.True(
            deaths > Seeds && changes > 0,
            $"{deaths} failed invocations, {changes} changes in the last nights"
        );
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Run_IsTheSameForTheSameSeedAndOnlyThen(string check)
    {
        Assert.Equal(Told(check, 5), Told(check, 5));
        Assert.NotEqual(Told(check, 5), Told(check, 6));
    }

    /// <summary>Without the age, with another's backup, unannounced: the nights see each of them.</summary>
    [Theory]
    [InlineData("backupVerify", "is someone else's, and was deleted")]
    [InlineData("expiredItems", "was deleted, and was used")]
    [InlineData("logRetention", "was shortened, and nobody was told before")]
    [InlineData("tableBackups", "was deleted")]
    [InlineData("temporaryFiles", "was written")]
    public void Defect_IsFound(string check, string says)
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            if (Run(check, seed, new Hasty(AllProcedures.FindCheck(new ProcedureName(check))!)).Broken is { } broken)
            {
                Assert.Contains(says, broken, StringComparison.Ordinal);
                return;
            }
        }

        Assert.Fail($"no seed finds that {check} is hasty");
    }

    private static string Told(string check, ulong seed) => string.Join('\n', Run(check, seed).Timeline);

    private static NightResult Run(string check, ulong seed, Check? decides = null) =>
        AllNights.RunOne(new ProcedureName(check), seed, s_estate, decides);

    /// <summary>The check with a clock that is forty days ahead: everything is too old to it.</summary>
    private sealed class Hasty(Check inner) : Check<NoNumbers>
    {
        public override ProcedureName Name => inner.Name;

        public override FunctionName Function => inner.Function;

        public override Paragraph Paragraph => inner.Paragraph;

        public override Schedule Schedule => inner.Schedule;

        public override ImmutableArray<Look> Looks => inner.Looks;

        public override ImmutableArray<ChangeKind> Changes => inner.Changes;

        public override Mode ModeIn(Estate estate) => inner.ModeIn(estate);

        public override ImmutableArray<CheckPart> PartsOf(Estate estate) => inner.PartsOf(estate);

        public override CheckDecision Decide(CheckSituation situation) =>
            inner.Decide(
                situation with
                {
                    Now = situation.Now.AddDays(40),
                    Run = situation.Run with { StartedAt = situation.Run.StartedAt.AddDays(40) },
                    Seen = Believing(situation),
                    Last = Announced(situation) ?? situation.Last,
                }
            );

        /// <summary>Whatever has a scratch table's name counts as restored from the table.</summary>
        private static Evidence Believing(CheckSituation situation) =>
            situation.Seen.Of(RestoreLooks.Made) is Fact<MadeTables>.Known(var made, var at)
                ? situation.Seen.With(
                    RestoreLooks.Made,
                    Fact.Known(
                        new MadeTables([
                            .. made.All.Select(one => one with { Source = situation.Part.Name, IsRestoring = false }),
                        ]),
                        at
                    )
                )
                : situation.Seen;

        /// <summary>A last report in which every shorter retention stands already.</summary>
        private static CheckReport? Announced(CheckSituation situation) =>
            situation is { Part.About: LogGroupBatch { Groups: var rules } }
            && situation.Seen.Of(LogGroupLooks.Retention) is Fact<LogGroupStates>.Known(var groups, var at)
                ? new CheckReport(at, at, [])
                {
                    Since = rules.ToImmutableSortedDictionary(
                        rule =>
                            $"shorten {rule.Name} from {groups.Of(rule.Name)?.RetentionDays ?? 0} to {rule.RetentionDays}",
                        _ => at
                    ),
                }
                : null;
    }

    private sealed record NoNumbers : IPolicy<NoNumbers>
    {
        public static NoNumbers Read(PolicyReader reader) => new();
    }
}

/// <summary>An estate whose checks may act.</summary>
internal static class NightEstates
{
    public static Estate Acting()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "estate.json"))
        )!;
        json["checks"] = new System.Text.Json.Nodes.JsonObject(
            AllProcedures.Checks.Select(check =>
                KeyValuePair.Create(
                    check.Name.Value,
                    (System.Text.Json.Nodes.JsonNode?)new System.Text.Json.Nodes.JsonObject { ["mode"] = "act" }
                )
            )
        );
        return ((EstateReading.Valid)EstateReader.Read(json.ToJsonString())).Estate;
    }
}
