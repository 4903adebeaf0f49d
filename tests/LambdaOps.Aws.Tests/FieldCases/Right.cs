using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>The right answer to a case.</summary>
/// <param name="File">The case, below Cases.</param>
internal sealed record Right(string File)
{
    /// <summary>How long it is followed, in minutes; null is as long as the file says.</summary>
    public double? Minutes { get; init; }

    /// <summary>Every change that is made, in order, by its kind.</summary>
    public string[] Acts { get; init; } = [];

    /// <summary>The severity with which on-call is told first; null is nobody.</summary>
    public Severity? Asked { get; init; }

    /// <summary>By when they have to be told, in minutes from the start.</summary>
    public double AskedWithin { get; init; } = double.MaxValue;

    /// <summary>How the incident stands at the end; null when none may be opened.</summary>
    public IncidentStatus? Ends { get; init; } = IncidentStatus.Open;

    /// <summary>What the notices or the record's lines must say.</summary>
    public string[] Says { get; init; } = [];

    public async Task HoldsAsync()
    {
        var run = await FieldRun.OfAsync(
            FieldCase.Read(File),
            Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null
        );
        var asked = run.Notices.FirstOrDefault(one => one.Notice.Kind == NoticeKind.HandedOff);
        Assert.True(Acts.SequenceEqual(run.Acts.Select(act => act.Kind.Name)), $"acts of {File}:\n{run}");
        Assert.True(
            Asked == asked.Notice?.Severity,
            $"{File}: on-call was notified as {asked.Notice?.Severity}:\n{run}"
        );
        Assert.True(
            Asked is null || asked.At.TotalMinutes <= AskedWithin,
            $"{File}: on-call was notified at {asked.At}:\n{run}"
        );
        Assert.True(Ends == run.Last?.Status, $"{File} ends {run.Last?.Status}:\n{run}");
        string[] texts =
        [
            .. run.Notices.Select(one => one.Notice.Text),
            .. (run.Last?.Lines ?? []).Select(line => line.Text),
        ];
        Assert.All(
            Says,
            words =>
                Assert.True(
                    texts.Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase)),
                    $"\"{words}\":\n{run}"
                )
        );
    }
}
