using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Engine.Tests;

/// <summary>A restart pulls a tag anew: its record says what ran before, and what came of it.</summary>
public class RestartImagesTests
{
    private const string Look = "observer.running images";

    private readonly Bench _bench = new();

    [Fact]
    public async Task Images_AreAskedForJustBeforeTheRestartAndOnceAfterIt()
    {
        await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal(1, _bench.Calls.Log.Count(call => call == Look));
        Assert.True(
            _bench.Calls.Log.IndexOf(Look)
                < _bench.Calls.Log.FindIndex(call => call.StartsWith("actuator", StringComparison.Ordinal))
        );
        Assert.Equal(["before: api@sha256:one (5 tasks)"], Seen(_bench.Open));

        await _bench.RunOutAsync();
        var ended = Assert.Single(_bench.Journal.Ended);
        Assert.Equal(["before: api@sha256:one (5 tasks)", "after: the same images"], Seen(ended));
        Assert.Equal(2, _bench.Calls.Log.Count(call => call == Look));
    }

    [Fact]
    public async Task MovedTag_IsInTheRecordAndToldAtTheEnd()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.World.Tagged = "sha256:two";
        await _bench.RunOutAsync();

        Assert.Contains(
            "the restart deployed another image",
            Seen(Assert.Single(_bench.Journal.Ended))[1],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Images before it: api@sha256:one (5 tasks)",
            _bench.Notifier.Sent.Single(notice => notice.Kind == NoticeKind.Acted).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "api: sha256:one → sha256:two",
            _bench.Notifier.Sent.Single(notice => notice.Kind == NoticeKind.Resolved).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Unseen_HoldsNoRestartUp()
    {
        _bench.Observer.Fails = ImageLooks.Running;
        await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal(new Change.ForceNewDeployment(Bench.Target), Assert.Single(_bench.World.Effects));
        Assert.StartsWith(
            "the images that ran are unknown: ",
            Assert.Single(Seen(_bench.Open)),
            StringComparison.Ordinal
        );
    }

    /// <summary>In an outage ECS may be slow, too: the record is not worth seconds of it.</summary>
    [Fact]
    public async Task LookThatHangs_HoldsTheRestartUpForASecondAtMost()
    {
        _bench.Observer.Hangs = ImageLooks.Running;
        var handling = _bench.HandleAsync(Bench.Alarm());
        Assert.False(handling.IsCompleted);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await handling;

        Assert.Equal(new Change.ForceNewDeployment(Bench.Target), Assert.Single(_bench.World.Effects));
        Assert.Equal("the images that ran are unknown: no answer within 1 s", Assert.Single(Seen(_bench.Open)));
    }

    /// <summary>Whoever finds the restart afterwards cannot know what ran before it.</summary>
    [Fact]
    public async Task RestartThatNobodyWroteDown_SaysThatTheyAreUnknown()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Journal.Write(
            _bench.Journal.Record with
            {
                Open = _bench.Open with
                {
                    Intent = new Intent(new Change.ForceNewDeployment(Bench.Target), Bench.Start, "why"),
                    Attempts = [],
                    Trend = new Trend(),
                    Lines = [],
                },
            }
        );
        await _bench.StepAsync();

        Assert.Equal("the images that ran are unknown: not looked at", Seen(_bench.Open)[0]);
    }

    private static List<string> Seen(Incident incident) =>
        [.. incident.Lines.Where(line => line.Kind == EntryKind.Seen).Select(line => line.Text)];
}
