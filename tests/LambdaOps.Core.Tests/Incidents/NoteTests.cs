using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

public class NoteTests
{
    private static readonly Route s_route = new(Some.Service, default, Severity.P4, Mode.Act, Mode.Act);

    private static readonly TargetRecord s_open = TargetRecord.New(Some.Target) with { Open = Some.Incident };

    private static readonly Signal.OperatorAnswered s_note = new(
        Some.Target,
        OperatorAnswer.Note,
        Some.Incident.Id.Value,
        "Sato",
        "the database moves back at 12:30"
    );

    [Fact]
    public void Note_IsALineOfTheRecordAndNothingElse()
    {
        var kept = Assert.IsType<Intake.Keep>(Take(s_open, s_note));

        var line = kept.Record.Open!.Lines[^1];
        Assert.Equal(
            (Some.After(60), EntryKind.Noted, "Sato: the database moves back at 12:30"),
            (line.At, line.Kind, line.Text)
        );
        Assert.Equal(s_open, kept.Record with { Open = kept.Record.Open with { Lines = Some.Incident.Lines } });
    }

    /// <summary>The queue may deliver it twice, with other lines in between.</summary>
    [Fact]
    public void Note_TwiceIsOnce()
    {
        var once = Take(s_open, s_note).Record;
        var later = once with { Open = once.Open!.Note(Some.After(70), EntryKind.Decided, "waits") };

        Assert.Same(later, Assert.IsType<Intake.Ignore>(Take(later, s_note)).Record);
        Assert.IsType<Intake.Keep>(Take(later, s_note with { Because = "at 12:45" }));
    }

    /// <summary>The same words on another part of the report are another note.</summary>
    [Fact]
    public void Note_SaysWhatItIsAbout()
    {
        var once = Take(s_open, s_note).Record;
        var lesson = Assert.IsType<Intake.Keep>(Take(once, s_note with { About = RemarkAbout.Lesson })).Record;

        Assert.Equal(
            [null, RemarkAbout.Lesson],
            lesson.Open!.Lines.Select(line => line.Detail).OfType<EntryDetail.Remark>().Select(note => note.About)
        );
    }

    /// <summary>People write the lessons after the end; an acknowledgement comes too late then.</summary>
    [Fact]
    public void Note_OnWhatIsNotOpenIsForTheRecordOfWhatEnded()
    {
        var other = s_note with { Subject = "20260114-api-120000" };

        Assert.Equal(new(other.Subject), Assert.IsType<Intake.NoteEnded>(Take(s_open, other)).Id);
        Assert.IsType<Intake.NoteEnded>(Take(TargetRecord.New(Some.Target), s_note));
        Assert.IsType<Intake.Ignore>(Take(s_open, other with { Answer = OperatorAnswer.Acknowledge }));
    }

    [Fact]
    public void Keep_TakesWhatEndedIntoTheRecordThatKnowsIt()
    {
        var ended = Some.Incident with { EndedAt = Some.After(60) };
        var noted = ended.TakeNote(s_note, Some.After(70))!;
        var record = TargetRecord.New(Some.Target) with { LastEnded = ended };

        Assert.Equal(noted, record.Keep(noted).LastEnded);
        Assert.Same(s_open, s_open.Keep(noted));
        Assert.Null(noted.TakeNote(s_note, Some.After(80)));
    }

    private static Intake Take(TargetRecord record, Signal.OperatorAnswered note) =>
        record.Take(note, s_route, Some.After(60));
}
