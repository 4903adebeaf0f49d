using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using LambdaOps.Aws.Journal;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>What reports take from LambdaOps' own journal: figures, incidents, what checks reported.</summary>
/// <param name="table">The journal's table.</param>
public sealed class JournalOnAws(Lazy<IAmazonDynamoDB> dynamoDb, Func<string> table) : ResourceOnAws
{
    /// <summary>A month of a troubled estate; more could not be read in a moment.</summary>
    private const int MostIncidents = 500;

    /// <summary>An incident that ended in a day may have been opened so long before; open ones are found whenever.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromDays(7);

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(FigureLooks.Kept, KeptAsync),
            LookCall.To(FigureLooks.Incidents, IncidentsAsync),
            LookCall.To(FigureLooks.Reports, ReportsAsync),
            LookCall.To(FigureLooks.Ticks, (_, stop) => new DynamoDbTicks(dynamoDb.Value, table()).ReadAsync(stop)),
        ];

    private async Task<KeptFigures> KeptAsync(LookAt at, CancellationToken cancellationToken)
    {
        var about = (FigureDays)at.Target;
        return new KeptFigures(
            await new DynamoDbFigures(dynamoDb.Value, table()).ReadAsync(
                about.Subjects,
                [.. about.Days.Select(day => day.Date)],
                cancellationToken
            )
        );
    }

    private async Task<IncidentsOfDays> IncidentsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var days = ((FigureDays)at.Target).Days;
        var listed = await new DynamoDbIncidents(dynamoDb.Value, table()).ListAsync(
            days[0].From - s_before,
            MostIncidents,
            cancellationToken
        );
        return new IncidentsOfDays([
            .. listed.Where(incident => incident.OpenedAt < days[^1].Until && !(incident.EndedAt < days[0].From)),
        ])
        {
            IsWhole = listed.Length < MostIncidents,
        };
    }

    private async Task<LastReports> ReportsAsync(LookAt at, CancellationToken cancellationToken)
    {
        var runs = new DynamoDbRuns(dynamoDb.Value, new AwsDate(), table());
        var records = await Task.WhenAll(
            from check in AllProcedures.Checks
            where check.ModeIn(at.Estate) != Core.Estates.Mode.Off
            from part in check.PartsOf(at.Estate)
            select runs.FindAsync(check.Name, part.Name, cancellationToken)
        );
        return new LastReports([.. records]);
    }
}
