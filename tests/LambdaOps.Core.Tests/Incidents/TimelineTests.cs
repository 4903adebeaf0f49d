using System.Collections.Immutable;
using CsCheck;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Tests.Incidents;

public class TimelineTests
{
    private static readonly ImmutableArray<TimelineEntry> s_none = [];

    private static readonly Gen<(EntryKind Kind, bool Repeats)[]> s_notes = Gen.Select(
        Gen.Int[0, 3].Select(kind => (EntryKind)kind),
        Gen.Bool
    ).Array[0, 700];

    [Fact]
    public void Note_CountsRepeatsInOneLineWithTheNewestText()
    {
        var lines = s_none
            .Note(Some.Now, EntryKind.Decided, "one", repeats: true)
            .Note(Some.After(10), EntryKind.Decided, "two", repeats: true)
            .Note(Some.After(20), EntryKind.Decided, "three", repeats: true);

        Assert.Equal(new TimelineEntry(Some.Now, EntryKind.Decided, "three", Some.After(20), 3), Assert.Single(lines));
        Assert.Equal("03:15:00-03:15:20 Decided (3x): three", lines[0].ToString());
    }

    [Fact]
    public void Note_StartsALineForAnotherKindOrWithoutRepeats()
    {
        var lines = s_none
            .Note(Some.Now, EntryKind.Decided, "one")
            .Note(Some.Now, EntryKind.Denied, "two", repeats: true)
            .Note(Some.Now, EntryKind.Denied, "three");

        Assert.Equal(["one", "two", "three"], lines.Select(line => line.Text));
        Assert.Equal("03:15:00 Decided: one", lines[0].ToString());
    }

    [Theory]
    [InlineData(199, 199, 0)]
    [InlineData(200, 200, 0)]
    [InlineData(201, 200, 2)]
    [InlineData(202, 200, 3)]
    [InlineData(500, 200, 301)]
    public void Note_KeepsTheStartAndTheEndOfALongRecord(int notes, int kept, int left)
    {
        var lines = Enumerable
            .Range(1, notes)
            .Aggregate(s_none, (all, number) => all.Note(Some.After(number), EntryKind.Signal, $"line {number}"));

        Assert.Equal(kept, lines.Length);
        Assert.Equal(left, lines.SingleOrDefault(line => line.Kind == EntryKind.LeftOut)?.Times ?? 0);
        Assert.Equal(["line 1", "line 80"], new[] { lines[0].Text, lines[79].Text });
        Assert.Equal([$"line {notes - 1}", $"line {notes}"], lines.TakeLast(2).Select(line => line.Text));
        if (left > 0)
        {
            Assert.Equal((Some.After(81), Some.After(80 + left)), (lines[80].At, lines[80].Until));
            Assert.Equal(notes - kept + 1, left);
        }
    }

    [Fact]
    public void Note_HoldsItsBoundsUnderAnySequence() =>
        s_notes.Sample(notes =>
        {
            var lines = s_none;
            var first = "";
            foreach (var ((kind, repeats), index) in notes.Select((note, index) => (note, index)))
            {
                var before = lines;
                lines = lines.Note(Some.After(index), kind, $"{index}", repeats: repeats);
                first = lines.Length == 1 ? lines[0].Text : first;
                if (
                    lines[^1].Text != $"{index}"
                    || lines.Length > Timeline.Limit
                    || lines.Length < before.Length
                    || lines[0].Text != first
                )
                {
                    return false;
                }
            }

            return lines.Count(line => line.Kind == EntryKind.LeftOut) <= 1
                && lines.Zip(lines.Skip(1)).All(pair => pair.First.Until <= pair.Second.At);
        });

    /// <summary>What people wrote stays, however long the incident goes on.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 1)]
    [InlineData(150, 5000)]
    public void Note_KeepsWhatPeopleWrote(int before, int letters)
    {
        var lines = ImmutableArray<TimelineEntry>.Empty;
        for (var at = 0; at < 600; at++)
        {
            lines = lines.Note(
                Some.After(at),
                EntryKind.Signal,
                $"{at} {new string('x', letters)}",
                at == before ? new EntryDetail.Remark("sato", "digest") : null
            );
        }

        Assert.Single(lines, line => line.Detail is EntryDetail.Remark);
        Assert.True(lines.Length <= Timeline.Limit);
        Assert.True(Timeline.BytesOf(lines) <= Timeline.MostBytes);
        Assert.Equal(lines, lines.OrderBy(line => line.At));
    }

    [Fact]
    public void Note_ForgetsNoLineWithoutCountingIt() =>
        s_notes.Sample(notes =>
        {
            var all = notes.Where(note => !note.Repeats).ToArray();
            var lines = all.Aggregate(s_none, (lines, note) => lines.Note(Some.Now, note.Kind, "x"));
            return lines.Sum(line => line.Times) == all.Length;
        });

    /// <summary>DynamoDB takes 400 KB an item, and a letter of Japanese has three bytes.</summary>
    [Theory]
    [InlineData("x", 4000, 300)]
    [InlineData("障", 1000, 300)]
    [InlineData("障", 100_000, 60)]
    [InlineData("\uD83D\uDD25", 2000, 90)]
    public void Note_FitsInBytesWhateverTheLetters(string letter, int letters, int notes)
    {
        var words = string.Concat(Enumerable.Repeat(letter, letters));
        var lines = Enumerable
            .Range(1, notes)
            .Aggregate(s_none, (all, number) => all.Note(Some.After(number), EntryKind.Signal, $"{number} {words}"));

        Assert.InRange(Timeline.BytesOf(lines), Timeline.MostBytes / 2, Timeline.MostBytes);
        Assert.StartsWith("1 ", lines[0].Text, StringComparison.Ordinal);
        Assert.StartsWith($"{notes} ", lines[^1].Text, StringComparison.Ordinal);
        Assert.Equal(notes, lines.Sum(line => line.Times));
        Assert.Single(lines, line => line.Kind == EntryKind.LeftOut);
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.True(pair.First.Until <= pair.Second.At));
    }

    [Fact]
    public void Note_HoldsItsBytesUnderAnySequence() =>
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 6000])
            .Array[0, 300]
            .Sample(notes =>
            {
                var lines = s_none;
                foreach (var ((kind, repeats, letters), index) in notes.Select((note, index) => (note, index)))
                {
                    lines = lines.Note(
                        Some.After(index),
                        (EntryKind)kind,
                        $"{index} {new string('障', letters)}",
                        repeats: repeats
                    );
                    if (
                        Timeline.BytesOf(lines) > Timeline.MostBytes
                        || lines.Length > Timeline.Limit
                        || !lines[^1].Text.StartsWith($"{index} ", StringComparison.Ordinal)
                        || lines.Count(line => line.Kind == EntryKind.LeftOut) > 1
                    )
                    {
                        return false;
                    }
                }

                return true;
            });

    [Theory]
    [InlineData("short", "short")]
    [InlineData("", "")]
    public void Cut_LeavesWhatFits(string text, string cut) => Assert.Equal(cut, Timeline.Cut(text));

    [Fact]
    public void Cut_LeavesNoHalfOfALetter()
    {
        var cut = Timeline.Cut($"x{string.Concat(Enumerable.Repeat("\uD83D\uDD25", 5000))}");

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(cut), Timeline.LongestText - 4, Timeline.LongestText);
        Assert.EndsWith("\uD83D\uDD25…", cut, StringComparison.Ordinal);
        Assert.Equal(cut, Timeline.Cut(cut));
    }
}
