using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Incidents;

public sealed class PostponementTests
{
    [Fact]
    public void Pauses_GrowToTheLongestAndAreOfTheIncident()
    {
        var pauses = PausesOf("api-20260115T031500");

        Assert.InRange(pauses[0], 11, 19);
        Assert.All(Enumerable.Range(1, 4), next => Assert.True(pauses[next] > pauses[next - 1]));
        Assert.All(pauses[5..], pause => Assert.InRange(pause, 225, 375));
        Assert.Equal(pauses, PausesOf("api-20260115T031500"));
        Assert.NotEqual(pauses, PausesOf("web-20260115T031500"));
    }

    [Fact]
    public void First_StaysTheOneThatCounts()
    {
        var first = Next(null, 0);
        var second = Next(first, 60);

        Assert.Equal((1, 2), (first.Tries, second.Tries));
        Assert.Equal(Some.Now, second.Since);
        Assert.True(second.Until > Some.After(60));
    }

    private static double[] PausesOf(string incident)
    {
        var pauses = new List<double>();
        Postponement? before = null;
        for (var tries = 1; tries <= 8; tries++)
        {
            before = Postponement.After(
                before,
                ChangeKind.InvalidateSite,
                new IncidentId(incident),
                "TooManyInvalidationsInProgress",
                Some.Now
            );
            pauses.Add((before.Until - Some.Now).TotalSeconds);
        }

        return [.. pauses];
    }

    private static Postponement Next(Postponement? before, double seconds) =>
        Postponement.After(before, ChangeKind.InvalidateSite, Some.Incident.Id, "busy", Some.After(seconds));
}
