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
public sealed class MaintenancePageProcedure : Remedy<OperatedSite, MaintenancePagePolicy, PageState>
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

    public override ImmutableArray<Look> Looks { get; } = [SiteLooks.Page];

    public override ImmutableArray<ChangeKind> Changes =>
        [ChangeKind.SavePage, ChangeKind.PublishMaintenancePage, ChangeKind.RestorePage, ChangeKind.InvalidateSite];

    protected override Severity HandOffAt => Severity.P2;

    protected override NextStep Next => NextStep.PageByHand;

    protected override PageState? See(Incident incident, Evidence seen, OperatedSite target) =>
        (seen.Page as Fact<PageState>.Known)?.Value;

    protected override Decision OnSight(
        Incident incident,
        PageState page,
        OperatedSite target,
        MaintenancePagePolicy policy,
        DateTimeOffset now
    )
    {
        var decision = incident.RequestedPage switch
        {
            PageRequest.Up => Up(incident, page, target, policy),
            PageRequest.Down => Down(incident, page, target, policy),
            PageRequest.Status or null => new Decision.Answer($"{target.Id}: {page}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        // On-call has it: looked at to its end, and nothing more is done or said.
        return incident.IsHandedOff && decision is (Decision.Act or Decision.Escalate)
            ? Attend(policy, decision.Because)
            : decision;
    }

    private Decision Up(Incident incident, PageState page, OperatedSite site, MaintenancePagePolicy policy) =>
        page switch
        {
            PageState.Absent => new Decision.Answer(
                $"{site.Id}: s3://{site.Bucket}/{site.Key} does not exist, so nothing could be restored; not put up"
            ),
            PageState.Own { Unkept: { } lost } => new Decision.Answer(
                $"{site.Id}: the page could not be restored as it is: {lost}; not put up"
            ),
            PageState.Maintenance up when up.PutUpBy != incident.Id => new Decision.Answer(
                $"{site.Id}: the maintenance page is up already, put up by {up.PutUpBy}"
            ),
            _ when PageSteps.Up(incident, page, site) is { } step => Step(incident, step, policy, page),
            _ => new Decision.Resolved($"{site.Id}: the maintenance page is up; {page}"),
        };

    private Decision Down(Incident incident, PageState page, OperatedSite site, MaintenancePagePolicy policy) =>
        page switch
        {
            PageState.Maintenance { IsSaved: false } up => Ask(
                $"{site.Id}: the maintenance page is up, but there is no backup at {up.SavedKey} to restore",
                policy
            ),
            _ when PageSteps.Down(incident, page, site) is { } step => Step(incident, step, policy, page),
            _ when incident.HasDone<Change.RestorePage>() => new Decision.Resolved(
                $"{site.Id}: the page is restored; {page}"
            ),
            _ => new Decision.Answer($"{site.Id}: the maintenance page is not up; nothing to take down; {page}"),
        };

    private Decision Step(Incident incident, Change step, MaintenancePagePolicy policy, PageState page) =>
        incident.Failures<Change>() < PageSteps.MostTries
            ? new Decision.Act(step, PhaseOf(step), Soon(incident, policy), $"an operator asks for it: {page}")
            : Ask($"'{step.Description}' failed {PageSteps.MostTries} times: {Last(incident)}", policy);

    private static string Last(Incident incident) =>
        incident.RungAttempts.Last(attempt => attempt.Outcome != AttemptOutcome.Done).Detail;

    private static Phase PhaseOf(Change step) =>
        step switch
        {
            Change.SavePage => MaintenancePagePhase.BackingUp,
            Change.PublishMaintenancePage => MaintenancePagePhase.PuttingUp,
            Change.RestorePage => MaintenancePagePhase.Restoring,
            _ => MaintenancePagePhase.Invalidating,
        };

    protected override string WhyBlind(Evidence seen) => seen.Page.WhyMissing ?? "not looked at";
}
