using System.Globalization;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports;

/// <summary>Writes notices of what checks found. Findings are the report's own words, in English.</summary>
/// <param name="texts">The language of the notices.</param>
/// <param name="ascii">English: for subjects, which take nothing but ASCII.</param>
public sealed class ReportNotices(NoticeTexts texts, NoticeTexts ascii, NoticePlace place)
{
    /// <inheritdoc cref="ForeignNotice.Of"/>
    public Notice Foreign(string from, string text) => ForeignNotice.Of(texts, ascii, from, text);

    /// <summary>Lines of a kind that people read at most; the whole report is in the journal.</summary>
    private const int MostLines = 20;

    /// <summary>What a run found, the worst before the others.</summary>
    public Notice Of(ProcedureName check, string part, CheckReport report, ReportNews news)
    {
        var problems = report.Problems.Count();
        (string, string)[] values =
        [
            ("check", check.Value),
            ("count", Number(problems)),
            ("new", Number(news.New.Length)),
        ];
        var title = problems == 0 ? "report.well" : "report.title";
        return new Notice(
            NoticeKind.CheckReported,
            report.Severity,
            Incident: null,
            check.Value,
            texts.Write(title, values),
            string.Join('\n', LinesOf(part, report, news)),
            [texts.Write("report.next", values)]
        )
        {
            Subject = ascii.Write(title, values),
            IsGoodNews = problems == 0,
        };
    }

    /// <summary>A report for people: its digest, in its own language.</summary>
    /// <param name="whyNotStored">Null where it is stored.</param>
    public Notice Of(ProcedureName check, ReportDigest digest, CheckReport report, string? whyNotStored) =>
        new(
            NoticeKind.CheckReported,
            report.Severity,
            Incident: null,
            check.Value,
            digest.Lines[0],
            string.Join(
                '\n',
                [
                    .. digest.Lines.Skip(1),
                    .. whyNotStored is { } why
                        ? [texts.Write("report.notStored", ("because", why))]
                        : Array.Empty<string>(),
                ]
            ),
            []
        )
        {
            Subject = ascii.Write("report.daily", ("check", check.Value), ("period", digest.Period)),
            IsGoodNews = report.Worst == FindingLevel.Fine,
        };

    private IEnumerable<string> LinesOf(string part, CheckReport report, ReportNews news)
    {
        foreach (var finding in news.New.OrderByDescending(one => one.Level).Take(MostLines))
        {
            yield return texts.Write("report.new", ("level", LevelOf(finding)), ("text", finding.Text));
        }

        foreach (var finding in news.Still.OrderByDescending(one => one.Level).Take(MostLines))
        {
            yield return texts.Write(
                "report.still",
                ("level", LevelOf(finding)),
                ("text", finding.Text),
                ("since", place.Local(report.Since[finding.Key]))
            );
        }

        foreach (var text in news.Over.Take(MostLines))
        {
            yield return texts.Write("report.over", ("text", text));
        }

        if (Math.Max(0, news.New.Length - MostLines) + Math.Max(0, news.Still.Length - MostLines) is > 0 and var more)
        {
            yield return texts.Write("report.more", ("count", Number(more)));
        }

        if (report.Held is { } held)
        {
            yield return texts.Write("report.held", ("because", held));
        }

        yield return texts.Write(
            "report.run",
            ("time", place.Local(report.ScheduledFor ?? report.StartedAt)),
            ("part", part)
        );
    }

    private string LevelOf(Finding finding) => texts.Write($"report.level.{finding.Level}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
