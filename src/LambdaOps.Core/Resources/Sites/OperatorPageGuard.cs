using System.Globalization;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>
/// Asks before a remedy changes a service whose maintenance page an operator put up: someone is at work there. The page
/// of a total outage holds nothing back, and neither does one that could not be seen.
/// </summary>
public sealed class OperatorPageGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            { Change.Direction: Direction.Restores } or { IsApproved: true } => null,
            _ when HeldBy(question.Target, question.Seen) is { } up => AskFirst(
                question,
                $"{Who(question.PageIncident, up)}; changes need approval while it is up"
            ),
            _ => null,
        };

    /// <summary>
    /// The operator's request whose maintenance page visitors of the service see; null where there is none, or it was
    /// not seen. A request is an incident of the site, an outage one of a service: its id says which.
    /// </summary>
    public static IncidentId? HeldBy(Resource? target, Evidence seen) =>
        target is OperatedService { Site: { } site } ? ShownPage.RequestOf(site, seen.PutUpBy) : null;

    private static string Who(Incident? request, IncidentId up)
    {
        var by = request is null ? "" : Detection.Of(request).By;
        var at = request
            ?.Attempts.LastOrDefault(attempt =>
                attempt is { Outcome: AttemptOutcome.Done, Change: Change.PublishMaintenancePage }
            )
            ?.At;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(by.Length > 0 ? by : "an operator")} put the maintenance page up"
                + $"{(at is { } moment ? $" at {moment.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")} ({up})"
        );
    }
}
