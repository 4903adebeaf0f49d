using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

public class AwaitedTickTests
{
    private static readonly DateTimeOffset s_due = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-900, Lateness.OnItsWay)]
    [InlineData(0, Lateness.OnItsWay)]
    [InlineData(149, Lateness.OnItsWay)]
    [InlineData(150, Lateness.Overdue)]
    [InlineData(151, Lateness.Overdue)]
    [InlineData(899, Lateness.Overdue)]
    [InlineData(900, Lateness.Unattended)]
    [InlineData(901, Lateness.Unattended)]
    public void Lateness_FollowsFromTheTimeAtWhichItWasDue(int secondsLate, Lateness lateness) =>
        Assert.Equal(
            lateness,
            AwaitedTick.Of(Some.Incident with { Watch = new Watch { DueAt = s_due } }, s_due.AddSeconds(secondsLate))
        );

    /// <summary>What an older version wrote does not tell when its tick is due.</summary>
    [Fact]
    public void RecordOfAnOlderVersion_IsNotOverdue() =>
        Assert.Equal(Lateness.OnItsWay, AwaitedTick.Of(Some.Incident with { Watch = new Watch() }, s_due.AddYears(1)));

    /// <summary>Who reads the record sees why nothing was looked at for so long.</summary>
    [Theory]
    [InlineData(149, null)]
    [InlineData(300, "this look was due 300 s ago: its request came late, or was lost and sent again")]
    public void LateTick_LeavesALine(int secondsLate, string? line)
    {
        var open = Some.Incident with
        {
            Watch = new Watch { Beat = 4, DueAt = s_due },
        };
        var record = TargetRecord.New(Some.Target) with { Open = open };

        var taken = Assert
            .IsType<Intake.Look>(
                record.Take(new Signal.TickCame(Some.Target, open.Id, 4), route: null, s_due.AddSeconds(secondsLate))
            )
            .Record.Open!;

        Assert.Equal(open.Lines.Length + (line is null ? 0 : 1), taken.Lines.Length);
        Assert.True(line is null || taken.Lines[^1].Text == line);
    }

    [Fact]
    public void Await_BeginsAnew()
    {
        var late = Some.Incident with
        {
            Watch = new Watch
            {
                Beat = 4,
                DueAt = s_due,
                UnattendedNotifiedAt = s_due,
            },
        };

        var awaited = late.Await(s_due.AddHours(1));

        Assert.Equal(
            (5, s_due.AddHours(1), null),
            (awaited.Beat, awaited.Watch.DueAt!.Value, awaited.Watch.UnattendedNotifiedAt)
        );
    }
}
