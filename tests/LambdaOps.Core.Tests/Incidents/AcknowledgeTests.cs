using LambdaOps.Core.Escalations;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Tests.Incidents;

public class AcknowledgeTests
{
    private static readonly Incident s_handedOff = Escalation.Begin(
        Some.Incident.HandedOff(),
        "it did not help",
        NextStep.TotalOutage,
        Some.Now
    );

    [Fact]
    public void First_Counts()
    {
        var incident = s_handedOff.Acknowledge("Sato", "looking", Some.After(60));

        Assert.Equal(new Acknowledgement("Sato", "looking", Some.After(60)), incident.Escalation!.Acknowledged);
        Assert.Equal(
            (EntryKind.Acknowledged, "acknowledged by Sato: looking"),
            (incident.Lines[^1].Kind, incident.Lines[^1].Text)
        );
    }

    [Fact]
    public void Second_IsNoted()
    {
        var first = s_handedOff.Acknowledge("Sato", "looking", Some.After(60));
        var second = first.Acknowledge("Suzuki", "me too", Some.After(70));

        Assert.Equal(first.Escalation, second.Escalation);
        Assert.Equal("also acknowledged by Suzuki: me too; first: Sato", second.Lines[^1].Text);
    }

    [Fact]
    public void Same_TwiceIsOnce()
    {
        var first = s_handedOff.Acknowledge("Sato", "looking", Some.After(60));

        Assert.Same(first, first.Acknowledge("Sato", "looking", Some.After(90)));
    }

    /// <summary>Nobody has been asked: who is asked then is not excused by it.</summary>
    [Fact]
    public void BeforeTheHandOff_IsOnlyNoted()
    {
        var incident = Some.Incident.Acknowledge("Sato", "looking", Some.After(60));

        Assert.Null(incident.Escalation);
        Assert.Equal("acknowledged by Sato before anyone was paged: looking", incident.Lines[^1].Text);
    }
}
