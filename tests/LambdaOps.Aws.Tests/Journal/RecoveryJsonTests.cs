using System.Text.Json;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Aws.Tests.Journal;

public class RecoveryJsonTests
{
    private static readonly RecoveryClock s_clock = new(
        RecoveryLevel.Region,
        Samples.Time,
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(1)
    )
    {
        MissedAt = Samples.Time.AddHours(5),
        DataLost = TimeSpan.FromMinutes(7),
    };

    [Fact]
    public void Record_KeepsItsRecoveryLevel() => Assert.Equal(s_clock, Again(s_clock.In(Samples.Incident)));

    [Fact]
    public void Record_OfAnOlderVersion_HasNone()
    {
        Assert.DoesNotContain(
            "recovery\"",
            JsonSerializer.Serialize(Samples.Incident, JournalJson.Default.Incident),
            StringComparison.Ordinal
        );
        Assert.Null(Again(Samples.Incident));
    }

    private static RecoveryClock? Again(Incident incident) =>
        JsonSerializer
            .Deserialize(
                JsonSerializer.Serialize(incident, JournalJson.Default.Incident),
                JournalJson.Default.Incident
            )!
            .Recovery;
}
