using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>A remedy whose decisions are counted and noted.</summary>
internal sealed class WatchedRemedy(CampaignRun run, Remedy remedy) : Remedy
{
    public override ProcedureName Name => remedy.Name;

    public override Paragraph Paragraph => remedy.Paragraph;

    public override ImmutableArray<Look> Looks => remedy.Looks;

    public override ImmutableArray<Look> LooksForPeople => remedy.LooksForPeople;

    public override ImmutableArray<ChangeKind> Changes => remedy.Changes;

    public override ImmutableArray<PolicyNumber> Numbers => remedy.Numbers;

    public override RemedySetting? SettingFor(Resource target) => remedy.SettingFor(target);

    public override Incident Remember(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        remedy.Remember(incident, seen, target, now);

    public override HandWork? AsksFor(Incident before, Incident incident, Resource target) =>
        remedy.AsksFor(before, incident, target);

    public override RecoveryLevel? RecoveryLevelOf(Incident incident) => remedy.RecoveryLevelOf(incident);

    public override TimeSpan? DataLostBy(Incident incident) => remedy.DataLostBy(incident);

    public override Signal? HearsAgain(Evidence seen, DateTimeOffset now) => remedy.HearsAgain(seen, now);

    public override bool LooksWell(Evidence seen, Resource target) => remedy.LooksWell(seen, target);

    public override Decision Decide(Incident incident, Evidence seen, Resource target, DateTimeOffset now)
    {
        var decision = remedy.Decide(incident, seen, target, now);
        run.Tally.Decision(remedy.Name, decision.At(now));
        // Waits are many: they are told where a run is kept, or where one is a mistake while a deployment pauses.
        var by = run.Current!;
        if (run.Keeps || by.Newest?.Hook is not null || decision.At(now) is Decision.Act or Decision.Escalate)
        {
            run.Tell(new CampaignEvent.Decided(by, incident, decision.At(now)));
        }

        return decision;
    }
}
