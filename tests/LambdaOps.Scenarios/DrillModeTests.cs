using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.World;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Drills;
using Xunit.Abstractions;

namespace LambdaOps.Scenarios;

/// <summary>
/// Drills, in turn, in the modes in which a team learns to trust LambdaOps: nothing is changed that nobody allowed, and
/// people are told what they need, once.
/// </summary>
public class DrillModeTests(ITestOutputHelper output)
{
    /// <summary>
    /// Notices of one incident in a drill's forty minutes: each change that is blocked or offered, its withdrawal, the
    /// hand-off, its levels, its end. A function that dies may have to send its notice again.
    /// </summary>
    private const int MostNotices = 8;

    /// <summary>AWS's operations that change something, but for the functions' own journal, queues and notices.</summary>
    private static readonly HashSet<string> s_changes =
    [
        .. AllProcedures
            .All.SelectMany(procedure => procedure.Changes)
            .SelectMany(kind => kind.Permissions)
            .Except(AllProcedures.All.SelectMany(procedure => procedure.Looks).SelectMany(look => look.Permissions))
            .Select(action => action.Split(':')[1])
            // IAM asks for these where a table is restored; LambdaOps itself makes them in its journal alone.
            .Except(["BatchWriteItem", "PutItem", "Query", "Scan", "UpdateItem"]),
        // Allowed by the permissions to read and put one object, and to delete one.
        "CopyObject",
        "DeleteObjects",
    ];

    /// <summary>On other estates one of each kind.</summary>
    private static readonly string[] s_elsewhere =
    [
        "hung-tasks",
        "overload",
        "nobody-answers",
        "total-outage",
        "page-up-and-down",
    ];

    public static TheoryData<string, string, string> InTurn
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            var plays = AllDrills
                .All.Select(drill => (Estate: Estates.Checkout, drill.Name))
                .Concat(
                    from estate in new[] { Estates.Two, Estates.One, Estates.Many }
                    from name in s_elsewhere
                    where Rehearsal.Drill(name).On(Estates.Read(estate)).Missing is null
                    select (estate, name)
                );
            foreach (var (number, (estate, name)) in Turn.Of(plays, days: 6))
            {
                // Checks never ask.
                all.Add(estate, name, number % 2 == 0 || Rehearsal.Drill(name).Check is not null ? "observe" : "ask");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(InTurn))]
    public async Task Drill_TellsOnceAndChangesNothingThatNobodyAllowed(string estateName, string name, string mode)
    {
        var estate = Estates.Read(estateName);
        var scene = Rehearsal.Drill(name).On(estate);
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(1, Estates.PathOf(estateName), Act: false, Build: null, Port: null).For(scene) with
            {
                MayWrite = true,
                ShapeEstate = file =>
                {
                    scene.Shape(file);
                    PersonDrills.SetModes(file, mode);
                },
            }
        );
        var result = await new DrillRunner(host.Simulation, host.Incidents, compiled: false).RunAsync(scene);

        var ours = host.Simulation.Stack.Functions.Select(function => function.Name).ToHashSet();
        var calls = host.Simulation.World.Calls.Where(call => ours.Contains(call.Caller)).ToList();
        // The chat's messages have no subject; a notice for several levels goes to each one's topic.
        var notices = calls
            .Where(call => call is { Operation: "Publish", Error: null })
            .Select(call => (call.At, Json: JsonNode.Parse(call.Input)!))
            .Where(one => one.Json["Subject"] is not null)
            .DistinctBy(one => (one.At, (string)one.Json["Message"]!))
            .Select(one => new SentNotice(one.At, (string)one.Json["Subject"]!, (string)one.Json["Message"]!))
            .ToList();
        output.WriteLine($"{name} {mode}: {result.End} {result.Why}, {notices.Count} notices");
        notices.ForEach(notice => output.WriteLine($"--- {notice.At:HH:mm:ss} {notice.Title}\n{notice.Text}"));

        Assert.True(result.End != DrillEnd.BrokeRule, result.Why);
        var approved = host.Incidents()
            .SelectMany(incident => incident.Lines)
            .Any(line => line.Kind == EntryKind.Answered);
        Assert.True(
            approved || !calls.Any(call => s_changes.Contains(call.Operation) && call.Error is null && !IsReport(call)),
            "changed something"
        );
        Assert.True(
            notices.Count <= (MostNotices * Math.Max(1, host.Incidents().Count)) + host.Simulation.Lambda.Deaths,
            $"{notices.Count} notices"
        );
        Assert.All(
            host.Incidents(),
            incident => Assert.True(incident.Lines.Length < Timeline.Limit, $"{incident.Lines.Length} lines")
        );
        Assert.All(notices, notice => Judge(notice, estate, host.Simulation.Stack.AccountId));
    }

    private static void Judge(SentNotice notice, Estate estate, string account)
    {
        Assert.DoesNotContain("0 of 0", notice.Text, StringComparison.Ordinal);
        Assert.Contains(account, notice.Text, StringComparison.Ordinal);
        Assert.Matches(
            $@"{estate.Region}.*2026-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d ?.{estate.TimeZone}.$",
            notice.Text.Split('\n')[^1]
        );
        if (estate.Culture != "en")
        {
            return;
        }

        Assert.DoesNotMatch("[ぁ-んァ-ヶ一-龠]", notice.Title + notice.Text);
        Assert.Matches($@"Estate {estate.Name}, account {account}, region {estate.Region}\. ", notice.Text);
        if (notice.Title.Contains(": blocked: ", StringComparison.Ordinal))
        {
            Assert.Matches(@"(?m)^Needed because: .*\d.*\nBlocked: ", notice.Text);
        }

        if (notice.Title.Contains(": approval needed: ", StringComparison.Ordinal))
        {
            Assert.Matches(@"(?m)^Needed because: .*\d.*\nApproval needed: .*\nIf nobody answers by ", notice.Text);
        }
    }

    private sealed record SentNotice(DateTimeOffset At, string Title, string Text);

    /// <summary>A report is stored in every mode: nothing of what is operated changes.</summary>
    private static bool IsReport(CallRecord call) =>
        call.Operation == "PutObject" && call.Caller.EndsWith("-Report", StringComparison.Ordinal);
}
