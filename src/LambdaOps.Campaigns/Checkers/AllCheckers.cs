namespace LambdaOps.Campaigns.Checkers;

/// <summary>Every rule.</summary>
internal static class AllCheckers
{
    public static Checker[] New(CampaignRun run) =>
        [
            new CapacityBounds(run),
            new ScaleInUnderAlarm(run),
            new PageKept(run),
            new OneActor(run),
            new EvidenceComplete(run),
            new KillSwitchHeeded(run),
            new ModeHeeded(run),
            new WritePermissionHeeded(run),
            new SilencedHeeded(run),
            new ApprovedFirst(run),
            new BudgetKept(run),
            new WorseStops(run),
            new IntentBeforeAct(run),
            new OnceOnly(run),
            new CooldownKept(run),
            new DeploymentLeft(run),
            new LiveCountHeeded(run),
            new AlarmNotDropped(run),
            new FollowUpComing(run),
            new RecordComplete(run),
            new RecordTrue(run),
            new RecordKept(run),
            new NotifiedOnce(run),
            new StatusForward(run),
            new SeverityKept(run),
            new EscalationKept(run),
            new NoSilence(run),
            new NumbersGrow(run),
            new ComesToItsEnd(run),
            new CapacityRestored(run),
            new NoSurprise(run),
        ];
}
