using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Core.Reports;

/// <summary>Writes the rehearsal of a failover for someone who has never seen one: the answer first, then why.</summary>
/// <param name="texts">The reports' (reports.*.json).</param>
public sealed class RehearsalReportWriter(NoticeTexts texts, NoticePlace place, string culture)
    : ReportSections(texts, place)
{
    /// <summary>Reasons in the digest at most; all are in the report.</summary>
    private const int MostReasons = 3;

    public ReportDocument Write(ReportFacts.Rehearsal facts) =>
        new(
            Text("rehearsal.title"),
            culture,
            Date(facts.Day.Date),
            Place.Local(facts.WrittenAt),
            Place.Estate,
            facts.Level,
            [Verdict(facts), Rto(facts), Rpo(facts), .. facts.Reasons.Take(MostReasons).Select(Reason)],
            [
                new(Text("section.verdict"), [.. Answer(facts)]),
                new(Text("section.rto"), [Times(facts)]),
                .. facts.Losses.IsEmpty
                    ? ImmutableArray<ReportSection>.Empty
                    : [new ReportSection(Text("section.rpo"), [Losses(facts)])],
                new(Text("section.needs"), [.. Needs(facts)]),
                new(Text("section.notLookedAt"), [new ReportBlock.Paragraph(Text("rehearsal.notLookedAt"))]),
            ]
        );

    private string Verdict(ReportFacts.Rehearsal facts) =>
        Text(
            facts.Works switch
            {
                true => "rehearsal.works",
                false => "rehearsal.fails",
                null => "rehearsal.unknown",
            },
            ("lost", facts.Lost),
            ("region", facts.Region)
        );

    private IEnumerable<ReportBlock> Answer(ReportFacts.Rehearsal facts)
    {
        yield return new ReportBlock.Paragraph(Text("rehearsal.what", ("lost", facts.Lost), ("region", facts.Region)));
        yield return new ReportBlock.Findings([
            new ReportFinding(
                facts.Works switch
                {
                    true => FindingLevel.Fine,
                    false => FindingLevel.Danger,
                    null => FindingLevel.Missing,
                },
                Verdict(facts)
            ),
            new ReportFinding(facts.Rto <= facts.Goal.Rto ? FindingLevel.Fine : FindingLevel.Warning, Rto(facts)),
            new ReportFinding(RpoLevel(facts), Rpo(facts)),
        ]);
        if (!facts.Reasons.IsEmpty)
        {
            yield return new ReportBlock.Paragraph(Text("rehearsal.because"));
            yield return new ReportBlock.Findings([
                .. facts.Reasons.Select(item => new ReportFinding(item.Level, Reason(item))),
            ]);
        }
    }

    private string Rto(ReportFacts.Rehearsal facts) =>
        Text(
            facts.Rto <= facts.Goal.Rto ? "rehearsal.rto.reached" : "rehearsal.rto.missed",
            ("minutes", Minutes(facts.Rto)),
            ("goal", Minutes(facts.Goal.Rto))
        );

    private string Rpo(ReportFacts.Rehearsal facts) =>
        facts.Worst switch
        {
            null => Text("rehearsal.rpo.none", ("goal", Minutes(facts.Goal.Rpo))),
            { IsAll: true } worst => Text(
                "rehearsal.rpo.all",
                ("table", worst.Table),
                ("goal", Minutes(facts.Goal.Rpo))
            ),
            { Lost: { } lost } worst => Text(
                lost <= facts.Goal.Rpo ? "rehearsal.rpo.reached" : "rehearsal.rpo.missed",
                ("table", worst.Table),
                ("minutes", Minutes(lost)),
                ("goal", Minutes(facts.Goal.Rpo))
            ),
            { } worst => Text("rehearsal.rpo.unknown", ("table", worst.Table), ("goal", Minutes(facts.Goal.Rpo))),
        };

    private static FindingLevel RpoLevel(ReportFacts.Rehearsal facts) =>
        facts.Worst switch
        {
            { IsAll: true } => FindingLevel.Danger,
            { Lost: { } lost } => lost <= facts.Goal.Rpo ? FindingLevel.Fine : FindingLevel.Warning,
            _ => FindingLevel.Missing,
        };

    /// <summary>What it is about in the reader's language; why, in the record's own words.</summary>
    private string Reason(ReadinessItem item) =>
        $"{Text($"rehearsal.part.{item.Part}")}, {Text($"rehearsal.state.{item.State}")}: {item.Because}";

    private ReportBlock.Table Times(ReportFacts.Rehearsal facts) =>
        new(
            [Column("step"), Column("minutes", TextAlignment.Number), Column("knownBy")],
            [
                .. facts.Steps.Select(step => new TableRow([
                    new(Text($"rehearsal.step.{step.Kind}")),
                    new(Minutes(step.Takes)),
                    new(Text(step.IsMeasured ? "rehearsal.measured" : "rehearsal.estimated")),
                ])),
                new TableRow([new(Text("rehearsal.sum")), new(Minutes(facts.Rto)), new(Text("rehearsal.estimated"))]),
            ]
        );

    private ReportBlock.Table Losses(ReportFacts.Rehearsal facts) =>
        new(
            [Column("table"), Column("lost", TextAlignment.Number), Column("because")],
            [
                .. facts.Losses.Select(loss => new TableRow([
                    new(loss.Table),
                    loss.IsAll ? new(Text("rehearsal.everything"))
                    : loss.Lost is { } lost ? new(Minutes(lost))
                    : TableCell.Missing(Text("rehearsal.state.NotSeen")),
                    new(loss.Because),
                ])),
            ]
        );

    private IEnumerable<ReportBlock> Needs(ReportFacts.Rehearsal facts)
    {
        yield return new ReportBlock.Table(
            [Column("need"), Column("state"), Column("because"), Column("toDo")],
            [
                .. facts.Items.Select(item => new TableRow(
                    [
                        new(Text($"rehearsal.part.{item.Part}")),
                        new(Text($"rehearsal.state.{item.State}")),
                        new(item.Because),
                        new(ToDo(item, facts.Region)),
                    ],
                    item.Level
                )),
            ]
        );
    }

    private string ToDo(ReadinessItem item, string region) =>
        item.State switch
        {
            ReadinessState.Ready => Text("rehearsal.toDo.none"),
            ReadinessState.NotSeen => Text("rehearsal.toDo.notSeen"),
            ReadinessState.NotNamed => Text("rehearsal.toDo.notNamed"),
            _ => Text($"rehearsal.toDo.{item.Part}", ("region", region)),
        };

    private static string Minutes(TimeSpan time) => RecoveryClock.Minutes(time).ToString(CultureInfo.InvariantCulture);
}
