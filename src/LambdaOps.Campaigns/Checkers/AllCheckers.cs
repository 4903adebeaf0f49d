namespace LambdaOps.Campaigns.Checkers;

/// <summary>Every rule.</summary>
internal static class AllCheckers
{
    public static Checker[] New(CampaignRun run) =>
        [
            new CapacityBounds(run),
            new TableCapacityKept(run),
            new RestoresKept(run),
            new RestoresCompared(run),
            new ScaleInUnderAlarm(run),
            new PageKept(run),
            new OwnSeriesOnly(run),
            new SharedPageHeeded(run),
            new OperatorPageHeeded(run),
            new OneActor(run),
            new EvidenceComplete(run),
            new EmptyGroupHeeded(run),
            new ProbeWaitedFor(run),
            new KillSwitchHeeded(run),
            new ModeHeeded(run),
            new WritePermissionHeeded(run),
            new SilencedHeeded(run),
            new SilenceEnds(run),
            new ApprovedFirst(run),
            new DecidedByOperator(run),
            new RecoveryMeasured(run),
            new BudgetKept(run),
            new PausesGrow(run),
            new WorseStops(run),
            new IntentBeforeAct(run),
            new OnceOnly(run),
            new CooldownKept(run),
            new DeploymentLeft(run),
            new ControllerHeeded(run),
            new ShiftKept(run),
            new OwnPausesPassed(run),
            new WeightsKept(run),
            new ZoneShiftsKept(run),
            new ZoneShiftsEnd(run),
            new SmokeHeeded(run),
            new SmokeInTime(run),
            new LabelsKept(run),
            new SuspectsOnly(run),
            new BackToServed(run),
            new ReplacedOnce(run),
            new LiveCountHeeded(run),
            new NothingDropped(run),
            new LostAlarmsFound(run),
            new WorseNotJoined(run),
            new FollowUpComing(run),
            new RecordComplete(run),
            new ImagesNoted(run),
            new RecordTrue(run),
            new RecordKept(run),
            new RecordFits(run),
            new NotesKept(run),
            new NotifiedOnce(run),
            new StatusForward(run),
            new SeverityKept(run),
            new EscalationKept(run),
            new NoSilence(run),
            new QuietNights(run),
            new RestartsConfirmed(run),
            new WaitsEnd(run),
            new ClosingTold(run),
            new NumbersGrow(run),
            new NumbersGiven(run),
            new ReportsComplete(run),
            new ComesToItsEnd(run),
            new CapacityRestored(run),
            new EveryPageSwapped(run),
            new NoSurprise(run),
            new TrafficServed(run),
        ];
}

/// <summary>One rule that has to hold at every event of a run.</summary>
internal abstract class Checker(CampaignRun run)
{
    /// <summary>The rule's name, as a violation says it.</summary>
    public abstract string Rule { get; }

    protected CampaignRun Run { get; } = run;

    /// <summary>Something just happened.</summary>
    public abstract void See(CampaignEvent happened);

    /// <summary>The run is over.</summary>
    public virtual void AtEnd() { }

    protected void Break(FormattableString text) => Run.Break(Rule, FormattableString.Invariant(text));
}
