using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.TotalOutage;

/// <summary>A site that several services share: its page is restored when the last of them serves again.</summary>
public static class SharedPage
{
    /// <summary>The other services of the site that the target's visitors see; none for a target without one.</summary>
    public static IEnumerable<OperatedService> Others(Estate estate, Resource target) =>
        target is OperatedService { Site: { } site } own
            ? estate.Services.Where(other => other.Id != own.Id && other.Site?.Id == site.Id)
            : [];

    /// <summary>Whether a service is down, so that the maintenance page is for its visitors, too.</summary>
    /// <param name="open">Its open incident; null for none.</param>
    public static bool IsNeededBy(Incident? open) =>
        open is { Trend.Streak: not { Healthy: true } } && open.Remedy == TotalOutageProcedure.ProcedureName;
}

/// <summary>Denies to restore the page of a site while another service that shares it is still down.</summary>
public sealed class SharedPageGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question is { Change: Change.RestorePage, PageNeededBy: { } other, Incident.IsRequest: false }
            ? Deny($"{other} shares the site, and is still down", DenialThen.KeepWatching)
            : null;
}
