using System.Collections.Immutable;
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
public sealed class MaintenancePageProcedure : Remedy<OperatedSite, MaintenancePagePolicy, SitePages>
{
    public static ProcedureName ProcedureName { get; } = new("maintenancePage");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "an operator's request",
            Does: "puts the maintenance page up, takes it down, or shows its state",
            StopsWhen: "visitors see the page that was asked for"
        )
        {
            Runbook = "静的メンテナンスページ表示",
        };

    public override ImmutableArray<Trigger> Triggers { get; } = [new Trigger.Request()];

    public override ImmutableArray<Look> Looks { get; } = [SiteLooks.Pages];

    public override ImmutableArray<ChangeKind> Changes =>
        [ChangeKind.SavePage, ChangeKind.PublishMaintenancePage, ChangeKind.RestorePage, ChangeKind.InvalidateSite];

    /// <summary>None: it is a change, and no disturbance.</summary>
    public override RecoveryLevel? RecoveryLevelOf(Incident incident) => null;

    protected override Severity HandOffAt => Severity.P2;

    protected override NextStep Next => NextStep.PageByHand;

    protected override SitePages? See(Incident incident, Evidence seen, OperatedSite target) =>
        (seen.Pages as Fact<SitePages>.Known)?.Value;

    protected override Decision OnSight(
        Incident incident,
        SitePages pages,
        OperatedSite target,
        MaintenancePagePolicy policy,
        DateTimeOffset now
    )
    {
        var decision = incident.RequestedPage switch
        {
            PageRequest.Up => Up(incident, pages, target, policy),
            PageRequest.Down => Down(incident, pages, target, policy),
            PageRequest.Status or null => new Decision.Answer($"{target.Id}: {pages}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        // On-call has it: looked at to its end, and nothing more is done or said.
        return incident.IsHandedOff && decision is (Decision.Act or Decision.Escalate)
            ? Attend(policy, decision.Because)
            : decision;
    }

    private Decision Up(Incident incident, SitePages pages, OperatedSite site, MaintenancePagePolicy policy) =>
        Step(incident, [.. PageSteps.Up(incident, pages, site)], policy, pages)
        ?? (
            pages.HasUp(incident.Id)
                ? new Decision.Resolved($"{site.Id}: the maintenance page is up; {pages}")
                : new Decision.Answer($"{site.Id}: {WhyNotUp(pages, site)}")
        );

    private static string WhyNotUp(SitePages pages, OperatedSite site) =>
        pages.PutUpBy.Cast<IncidentId?>().FirstOrDefault() is { } another
            ? $"the maintenance page is up already, put up by {another}"
            : string.Join(
                "; ",
                [
                    .. pages.All.Select(page =>
                        page.State is PageState.Own { Unkept: { } lost }
                            ? $"the page{(page.Key is null ? "" : $" {page.Key}")} could not be restored as it is: {lost}"
                            : $"s3://{site.Bucket}/{site.KeyOf(page.Key)} does not exist, so nothing could be restored"
                    ),
                    "not put up",
                ]
            );

    private Decision Down(Incident incident, SitePages pages, OperatedSite site, MaintenancePagePolicy policy) =>
        Step(incident, [.. PageSteps.Down(incident, pages, site, _ => true)], policy, pages)
        ?? (
            PageSteps.Lost(pages, _ => true) is { } lost
                ? Ask($"{site.Id}: the maintenance page is up, but there is no backup at {lost} to restore", policy)
            : incident.HasDone<Change.RestorePage>()
                ? new Decision.Resolved($"{site.Id}: the page is restored; {pages}")
            : new Decision.Answer($"{site.Id}: the maintenance page is not up; nothing to take down; {pages}")
        );

    /// <summary>The first step that may still be tried; on-call's, when none may; null when there is none.</summary>
    private Decision? Step(
        Incident incident,
        ImmutableArray<Change> steps,
        MaintenancePagePolicy policy,
        SitePages pages
    ) =>
        steps.FirstOrDefault(step => PageSteps.Failures(incident, step) < PageSteps.MostTries) is { } next
            ? new Decision.Act(next, PhaseOf(next), Soon(incident, policy), $"an operator asks for it: {pages}")
        : steps is [var failing, ..]
            ? Ask($"'{failing.Description}' failed {PageSteps.MostTries} times: {Last(incident, failing)}", policy)
        : null;

    private static string Last(Incident incident, Change failing) =>
        incident.RungAttempts.Last(attempt => PageSteps.IsSameStep(attempt.Change, failing)).Detail;

    private static Phase PhaseOf(Change step) =>
        step switch
        {
            Change.SavePage => MaintenancePagePhase.BackingUp,
            Change.PublishMaintenancePage => MaintenancePagePhase.PuttingUp,
            Change.RestorePage => MaintenancePagePhase.Restoring,
            _ => MaintenancePagePhase.Invalidating,
        };

    protected override string WhyBlind(Evidence seen) => seen.Pages.WhyMissing ?? "not looked at";
}
