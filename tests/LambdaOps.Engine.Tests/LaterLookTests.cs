using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Tests;

/// <summary>A look that the others' answers make worth asking, and that is not asked else.</summary>
public class LaterLookTests
{
    private const string Later = "observer.service deployment";

    private readonly Bench _bench = new();

    [Fact]
    public async Task SteadyService_CostsNoLookAtItsDeployment()
    {
        await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal(new Change.ForceNewDeployment(Bench.Target), Assert.Single(_bench.World.Effects));
        Assert.DoesNotContain(Later, _bench.Calls.Log);
    }

    [Fact]
    public async Task DeploymentInProgress_IsLookedAtAfterTheService()
    {
        _bench.World.Deploy("theirs");
        await _bench.HandleAsync(Bench.Alarm());

        Assert.Empty(_bench.World.Effects);
        Assert.True(_bench.Calls.Log.IndexOf(Later) > _bench.Calls.Log.IndexOf("observer.service"));
    }

    /// <summary>Whether it was made is shown by nothing else, and the service may be steady again by then.</summary>
    [Fact]
    public async Task OpenIntent_IsLookedForWhateverTheServiceShows()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Journal.Write(
            _bench.Journal.Record with
            {
                Open = _bench.Open with
                {
                    Intent = new Intent(new Change.RollBackDeployment(Bench.Target, "arn:one"), Bench.Start, "why"),
                },
            }
        );
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _bench.Calls.Log.Clear();
        await _bench.StepAsync();

        Assert.Contains(Later, _bench.Calls.Log);
    }
}
