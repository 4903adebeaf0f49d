using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Tests.Checks;

/// <summary>What a request does to a part's record, arm by arm.</summary>
public class CheckRecordTests
{
    private const string Arn = "arn:aws:scheduler:ap-northeast-1:123456789012:schedule/default/lambdaops-Watch";

    private static readonly ProcedureName s_check = new("quickCheck");
    private static readonly Schedule s_daily = new Schedule.Daily(new TimeOnly(2, 0));
    private static readonly TimeZoneInfo s_tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly DateTimeOffset s_night = new(2026, 1, 14, 17, 0, 0, TimeSpan.Zero);

    private static readonly JobRequest s_request = new(s_check) { Schedule = Arn, ScheduledFor = s_night };

    private static CheckRecord New => new(s_check, "all");

    [Fact]
    public void First_Begins()
    {
        var run = Begun(Take(New, s_request, 3));

        Assert.Equal((s_night, 0), (run.ScheduledFor, run.Missed));
    }

    /// <summary>A second delivery goes on with the run: the first invocation may have died.</summary>
    [Fact]
    public void SameTime_GoesOnWhileTheRunIsOpen()
    {
        var first = Take(New, s_request, 3);

        Assert.Equal(first.Record, Assert.IsType<RunIntake.GoOn>(Take(first.Record, s_request, 40)).Record);
    }

    [Fact]
    public void SameTime_IsADuplicateOnceTheRunIsOver()
    {
        var over = Ended(Take(New, s_request, 3).Record);

        Assert.Equal(over, Assert.IsType<RunIntake.Ignore>(Take(over, s_request, 600)).Record);
    }

    /// <summary>A time that is not one of its own is none that was missed, and leaves the last report.</summary>
    [Fact]
    public void TimeThatIsNotItsOwn_IsPassedBy()
    {
        var over = Ended(Take(New, s_request, 3).Record);
        var passed = over.Pass(s_request with { ScheduledFor = s_night.AddDays(1) }, "not due");

        Assert.Equal("not due", Assert.IsType<RunIntake.Ignore>(passed).Because);
        Assert.Equal(over.Last, passed.Record.Last);
        Assert.Null(passed.Record.Open);
        var next = Take(passed.Record, s_request with { ScheduledFor = s_night.AddDays(2) }, 2 * 86_400);
        Assert.Equal(0, Begun(next).Missed);
        Assert.Equal(next.Record, next.Record.Pass(s_request with { ScheduledFor = s_night }, "late").Record);
    }

    /// <summary>An earlier time that comes late is not run after a later one.</summary>
    [Fact]
    public void EarlierTime_IsADuplicate()
    {
        var over = Ended(Take(New, s_request, 3).Record);

        Assert.IsType<RunIntake.Ignore>(Take(over, s_request with { ScheduledFor = s_night.AddDays(-1) }, 600));
    }

    [Fact]
    public void Missed_AreCounted()
    {
        var over = Ended(Take(New, s_request, 3).Record);
        var later = s_request with { ScheduledFor = s_night.AddDays(4) };

        Assert.Equal(3, Begun(Take(over, later, 4 * 86_400)).Missed);
    }

    /// <summary>Two schedules of one check are two: their times are not compared.</summary>
    [Fact]
    public void OtherSchedule_HasTimesOfItsOwn()
    {
        var over = Ended(Take(New, s_request, 3).Record);
        var other = s_request with { Schedule = $"{Arn}2", ScheduledFor = s_night.AddHours(-1) };

        Assert.Equal(0, Begun(Take(over, other, 600)).Missed);
    }

    [Fact]
    public void NextTime_IsLeftOutWhileARunGoesOn()
    {
        var first = Take(New, s_request, 3).Record;
        var ignored = Assert.IsType<RunIntake.Ignore>(
            Take(first, s_request with { ScheduledFor = s_night.AddMinutes(15) }, 900)
        );

        Assert.Equal(1, ignored.Record.Open!.LeftOut);
        Assert.IsType<RunIntake.Ignore>(
            Take(Ended(ignored.Record), s_request with { ScheduledFor = s_night.AddMinutes(15) }, 1000)
        );
    }

    /// <summary>A run that nobody goes on with any more is taken on by the next time.</summary>
    [Fact]
    public void NextTime_GoesOnWithALostRun()
    {
        var first = Take(New, s_request, 3).Record;
        var next = Take(first, s_request with { ScheduledFor = s_night.AddDays(1) }, 86_400);

        Assert.Equal(first.Open!.StartedAt, Begun(next).StartedAt);
    }

    [Fact]
    public void Continuation_GoesOnWithItsRunAndNoOther()
    {
        var first = Take(New, s_request, 3).Record;
        var goesOn = new JobRequest(s_check) { Continues = first.Open!.StartedAt };

        Assert.IsType<RunIntake.GoOn>(Take(first, goesOn, 100));
        Assert.IsType<RunIntake.Ignore>(Take(Ended(first), goesOn, 100));
        Assert.IsType<RunIntake.Ignore>(
            Take(first, goesOn with { Continues = first.Open.StartedAt.AddSeconds(1) }, 100)
        );
    }

    [Fact]
    public void Person_BeginsUnlessARunGoesOn()
    {
        var asked = new JobRequest(s_check);
        var first = Take(New, s_request, 3).Record;

        Assert.Null(Begun(Take(New, asked, 3)).ScheduledFor);
        Assert.IsType<RunIntake.Ignore>(Take(first, asked, 60));
        Assert.Equal(first.Open!.StartedAt, Begun(Take(first, asked, 86_400)).StartedAt);
    }

    private static RunIntake Take(CheckRecord record, JobRequest request, int seconds) =>
        record.Take(request, s_daily, s_tokyo, s_night.AddSeconds(seconds));

    private static CheckRun Begun(RunIntake intake) => Assert.IsType<RunIntake.GoOn>(intake).Record.Open!;

    private static CheckRecord Ended(CheckRecord record) =>
        record with
        {
            Open = null,
            Last = CheckReport.Of(record.Open!, [], null, null, s_night.AddMinutes(1)),
        };
}
