using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Tests;

/// <summary>An incident's report is written with its hand-off, with its end, and with notes that come later.</summary>
public class ReportLoopTests
{
    private readonly Bench _bench = new();

    private NoticePlace Place => NoticePlace.Of(_bench.Estate, account: null);

    [Fact]
    public async Task End_WritesTheReportOfTheWholeRecord()
    {
        await _bench.HandleAsync(Bench.Alarm());
        Assert.Null(_bench.Journal.Store.ReportOf(_bench.Open.Id));
        await _bench.RunOutAsync();

        var ended = Assert.Single(_bench.Journal.Ended);
        var report = _bench.Journal.Store.ReportOf(ended.Id)!;
        Assert.Equal((ended.Id, ended.EndedAt), (report.Incident, report.At));
        Assert.Null(ReportForm.Missing(report.Text, ended, Place));
    }

    [Fact]
    public async Task HandOff_WritesTheReportOnce()
    {
        _bench.World.RecoversAfter = null;
        await _bench.HandleAsync(Bench.Alarm());
        while (!_bench.Open.IsHandedOff)
        {
            Assert.Null(_bench.Journal.Store.ReportOf(_bench.Open.Id));
            await _bench.StepAsync();
        }

        var report = _bench.Journal.Store.ReportOf(_bench.Open.Id)!;
        Assert.Null(ReportForm.Missing(report.Text, _bench.Open, Place));
        await _bench.StepAsync();
        Assert.Same(report, _bench.Journal.Store.ReportOf(_bench.Open.Id));
    }

    [Fact]
    public async Task NoteOnWhatEnded_IsInTheReport()
    {
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();
        var ended = Assert.Single(_bench.Journal.Ended);

        await _bench.HandleAsync(
            new Signal.OperatorAnswered(Bench.Target, OperatorAnswer.Note, ended.Id.Value, "Kim", "watch the disk")
            {
                About = RemarkAbout.Lesson,
            }
        );

        var report = _bench.Journal.Store.ReportOf(ended.Id)!;
        Assert.EndsWith("- Kim: watch the disk\n", report.Text, StringComparison.Ordinal);
        Assert.Null(ReportForm.Missing(report.Text, Assert.Single(_bench.Journal.Ended), Place));
    }
}
