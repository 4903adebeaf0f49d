using System.Globalization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.MaintenancePage;

/// <summary>
/// The maintenance page by an operator's request: up, down, or how it stands. Step 1 of the runbook's
/// emergency-recovery.sh and its way back, by themselves:
/// <code>
/// aws s3 cp s3://…/maintenance.html s3://…/index.html
/// aws cloudfront create-invalidation --distribution-id … --paths "/*"
/// </code>
/// Up twice is up once; down takes down any maintenance page that LambdaOps put up, and nothing else.
/// </summary>
public sealed class MaintenancePageProcedure : Remedy<OperatedSite>
{
    public static RemedyName RemedyName { get; } = new("maintenancePage");

    public override RemedyName Name => RemedyName;

    public override Looks Looks => Looks.Page;

    /// <summary>A person asks when a person wants: there is no cooldown.</summary>
    protected override RemedySetting? SettingFor(OperatedSite target) =>
        target.MaintenancePage is { } setting
            ? new RemedySetting(setting.Mode, TimeSpan.Zero, setting.Policy.CheckEvery) { Approval = setting.Approval }
            : null;

    protected override Decision Decide(Incident incident, Evidence seen, OperatedSite target, DateTimeOffset now)
    {
        var policy = target.MaintenancePage?.Policy ?? MaintenancePagePolicy.Default;
        var decision = OnSight(incident, seen, target, policy, now);

        // A person has it: looked at to its end, and nothing more is done or said.
        return incident.IsHandedOver && decision is (Decision.Act or Decision.Escalate)
            ? new Decision.Wait(Phase.HandedOver, Rollouts.Seldom(policy.CheckEvery), decision.Because)
            : decision;
    }

    private static Decision OnSight(
        Incident incident,
        Evidence seen,
        OperatedSite target,
        MaintenancePagePolicy policy,
        DateTimeOffset now
    ) =>
        seen.Page switch
        {
            Fact<PageState>.Known(var page, _) => incident.Wish switch
            {
                PageWish.Up => Up(incident, page, target, policy),
                PageWish.Down => Down(incident, page, target, policy),
                PageWish.Status or null => new Decision.Answer($"{target.Id}: {page}"),
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            Fact<PageState>.Missing(var reason) => Blind(incident, reason, policy, now),
            Fact<PageState>.NotAsked => Blind(incident, "nobody looked", policy, now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static Decision Up(Incident incident, PageState page, OperatedSite site, MaintenancePagePolicy policy) =>
        page switch
        {
            PageState.Absent => new Decision.Answer(
                $"{site.Id}: there is no s3://{site.Bucket}/{site.Key}, so nothing to come back to; not put up"
            ),
            PageState.Maintenance up when up.PutUpBy != incident.Id => new Decision.Answer(
                $"{site.Id}: the maintenance page is up already, put up by {up.PutUpBy}"
            ),
            _ when PageSteps.Up(incident, page, site) is { } step => Step(incident, step, policy, page),
            _ => new Decision.Resolved($"{site.Id}: the maintenance page is up; {page}"),
        };

    private static Decision Down(Incident incident, PageState page, OperatedSite site, MaintenancePagePolicy policy) =>
        page switch
        {
            PageState.Maintenance { IsSaved: false } up => Ask(
                $"{site.Id}: the maintenance page is up, but nothing is kept at {up.SavedKey} to put back",
                policy
            ),
            _ when PageSteps.Down(incident, page, site) is { } step => Step(incident, step, policy, page),
            _ when incident.HasDone<Change.RestorePage>() => new Decision.Resolved(
                $"{site.Id}: the page that stood there before is back; {page}"
            ),
            _ => new Decision.Answer($"{site.Id}: the maintenance page is not up, nothing to take down; {page}"),
        };

    private static Decision Step(Incident incident, Change step, MaintenancePagePolicy policy, PageState page) =>
        incident.Failures<Change>() < PageSteps.MostTries
            ? new Decision.Act(step, PhaseOf(step), Soon(incident, policy), $"an operator wants it: {page}")
            : Ask($"'{step.Description}' did not work {PageSteps.MostTries} times: {Last(incident)}", policy);

    /// <summary>The next step follows at once; after a failure it waits a little.</summary>
    private static TimeSpan Soon(Incident incident, MaintenancePagePolicy policy) =>
        incident.RungAttempts.LastOrDefault() is null or { Outcome: AttemptOutcome.Done }
            ? TimeSpan.Zero
            : policy.CheckEvery;

    private static string Last(Incident incident) =>
        incident.RungAttempts.Last(attempt => attempt.Outcome != AttemptOutcome.Done).Detail;

    private static Phase PhaseOf(Change step) =>
        step switch
        {
            Change.SavePage => MaintenancePagePhase.Saving,
            Change.PublishMaintenancePage => MaintenancePagePhase.PuttingUp,
            Change.RestorePage => MaintenancePagePhase.PuttingBack,
            _ => MaintenancePagePhase.Invalidating,
        };

    private static Decision Blind(Incident incident, string reason, MaintenancePagePolicy policy, DateTimeOffset now) =>
        incident.BlindSince is { } since && now - since >= policy.BlindAtMost
            ? Ask(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the page cannot be seen for {(now - since).TotalMinutes:0} min: {reason}"
                ),
                policy
            )
            : new Decision.Inconclusive(policy.CheckEvery, $"the page cannot be seen: {reason}");

    private static Decision.Escalate Ask(string because, MaintenancePagePolicy policy) =>
        new(Severity.P2, NextStep.PageByHand, Rollouts.Seldom(policy.CheckEvery), because);
}
