using System.Collections.Immutable;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>What a restart's record says of the images before and after it.</summary>
public class ImagesRunTests
{
    private const string One = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    private const string Two = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    private static readonly Intent s_restart = new(Some.Restart, Some.Now, "no healthy target");

    private static readonly RunningImage s_api = new("api", "team/api:7", One, 5);

    private static readonly RunningImage s_proxy = new("proxy", "team/proxy:1", One, 5);

    [Fact]
    public void Note_HasTheWholeDigestsAndTheirTasks()
    {
        var incident = Noted(s_api, s_proxy with { Digest = null, Tasks = 1 });

        Assert.Equal(
            (
                EntryKind.Seen,
                $"before: api@{One} (5 tasks), proxy (team/proxy:1), digest not known (1 task)",
                Some.After(2)
            ),
            (incident.Lines[^1].Kind, incident.Lines[^1].Text, incident.Lines[^1].At)
        );
        Assert.Equal(Some.Now, incident.Trend.Images!.At);
    }

    [Theory]
    [InlineData("AccessDeniedException: no")]
    [InlineData(null)]
    public void Note_SaysWhatNobodyKnows(string? why)
    {
        var live = why is null ? Evidence.NotAsked : Evidence.NotAsked.Hides(ImageLooks.Running, why);
        var incident = ImagesRun.Note(Noted(s_api), s_restart, live, Some.After(60));

        Assert.Null(incident.Trend.Images);
        Assert.Equal($"the images that ran are unknown: {why ?? "not looked at"}", incident.Lines[^1].Text);
    }

    [Fact]
    public void Note_IsOfRestartsOnly()
    {
        var seen = Evidence.NotAsked.Shows(ImageLooks.Running, new RunningImages([s_api]));

        Assert.Same(
            Some.Incident,
            ImagesRun.Note(Some.Incident, s_restart with { Change = Some.RollBack }, seen, Some.After(2))
        );
        Assert.NotSame(
            Some.Incident,
            ImagesRun.Note(
                Some.Incident,
                s_restart with
                {
                    Change = new Change.RestartAt(Some.Target, 2),
                },
                seen,
                Some.After(2)
            )
        );
    }

    public static TheoryData<string, RunningImage[], RunningImage[], string, int> Restarts =>
        new()
        {
            { "the same", [s_api, s_proxy], [s_proxy, s_api], "after: the same images", 0 },
            {
                "one of two moved",
                [s_api, s_proxy],
                [s_api with { Digest = Two }, s_proxy],
                $"after: api@{Two} (5 tasks), proxy@{One} (5 tasks); the restart deployed another image: "
                    + $"api runs {Two} now and ran {One} before: team/api:7 was moved meanwhile",
                1
            },
            {
                "two ran, one is left",
                [s_api, s_api with { Digest = Two }],
                [s_api with { Digest = Two }],
                $"after: api@{Two} (5 tasks)",
                0
            },
            {
                "another tag is a deployment",
                [s_api],
                [s_api with { Image = "team/api:8", Digest = Two }],
                $"after: api@{Two} (5 tasks)",
                0
            },
            { "none ran", [], [s_api], $"after: api@{One} (5 tasks)", 0 },
            { "unknown before", [s_api with { Digest = null }], [s_api], $"after: api@{One} (5 tasks)", 0 },
        };

    [Theory]
    [MemberData(nameof(Restarts))]
    public void Compare_SaysWhatTheRestartMadeOfThem(
        string name,
        RunningImage[] before,
        RunningImage[] after,
        string line,
        int moved
    )
    {
        var incident = Compared(Noted([.. before]), [.. after]);

        Assert.Equal((name, line), (name, incident.Lines[^1].Text));
        Assert.Equal(moved, incident.Trend.Images!.Moved.Length);
        Assert.Same(incident, Compared(incident, [.. after]));
    }

    /// <summary>An old task would be told for a new one.</summary>
    [Fact]
    public void Compare_WaitsForANewTask()
    {
        var noted = Noted(s_api);
        var starting = Some.Fine.Rolling(Restarted(running: 0));

        Assert.Same(noted, ImagesRun.Compare(noted, Shows(Some.Fine, s_api), Some.After(30)));
        Assert.Same(noted, ImagesRun.Compare(noted, Shows(starting, s_api), Some.After(30)));
        Assert.Same(noted, Compared(noted, s_api with { Digest = null }));
        Assert.Same(noted, Compared(noted));
        Assert.Same(noted, ImagesRun.Compare(noted, Replaced, Some.After(30)));
        Assert.Same(
            noted,
            ImagesRun.Compare(
                noted,
                Replaced.Shows(ImageLooks.Running, new RunningImages([s_api with { Deployment = "ecs-svc/old" }])),
                Some.After(30)
            )
        );
    }

    [Fact]
    public void Awaited_IsAskedOnceTheTasksAreNew()
    {
        var noted = Noted(s_api);
        var look = ImagesRun.Awaited(noted)!;

        Assert.Equal(ImageLooks.Running, look);
        Assert.Equal((false, true), (look.OnlyIf!(Some.Fine), look.OnlyIf!(Replaced)));
        Assert.Null(ImagesRun.Awaited(Some.Incident));
        Assert.Null(ImagesRun.Awaited(Compared(noted, s_api)));
    }

    private static Evidence Replaced => Some.Fine.Rolling(Restarted());

    /// <summary>While old tasks are still being drained.</summary>
    private static ServiceDeployment Restarted(int running = 2) =>
        Some.Deployment(rollout: RolloutState.InProgress, running: running, createdAfter: 3);

    private static Evidence Shows(Evidence seen, params ImmutableArray<RunningImage> images) =>
        seen.Shows(
            ImageLooks.Running,
            new RunningImages([.. images.Select(one => one with { Deployment = Restarted().Id })])
        );

    private static Incident Noted(params ImmutableArray<RunningImage> images) =>
        ImagesRun.Note(Some.Incident, s_restart, Shows(Evidence.NotAsked, images), Some.After(2));

    private static Incident Compared(Incident incident, params ImmutableArray<RunningImage> images) =>
        ImagesRun.Compare(incident, Shows(Replaced, images), Some.After(90));
}
