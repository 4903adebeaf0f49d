using LambdaOps.Campaigns.Checkers;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Campaigns;

/// <summary>
/// One simulated run: the real loop on a small world, in virtual time, on one thread. A safety phase with faults, then
/// a liveness phase in which causes heal and everything has to come to its end.
/// </summary>
internal sealed class CampaignRun
{
    /// <summary>How old a stale look may be at most.</summary>
    public static readonly TimeSpan StaleAtMost = TimeSpan.FromSeconds(10);

    private const int EnvironmentsPerFunction = 2;

    private static readonly TimeSpan s_stuckFor = TimeSpan.FromHours(26);

    private readonly Dictionary<TargetId, CampaignService> _services = [];
    private readonly Dictionary<TargetId, SiteModel> _sites = [];
    private readonly Dictionary<TargetId, CampaignTable> _tables = [];
    private readonly Dictionary<string, CampaignSecret> _secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlarmModel> _alarms = new(StringComparer.Ordinal);
    private readonly List<Violation> _violations = [];
    private readonly List<string> _timeline = [];
    private readonly Checker[] _checkers = [];

    private readonly Chance _words;
    private ulong _trace;

    public CampaignRun(CampaignOptions options)
    {
        Options = options;
        _words = Chance.StreamOf(options.Seed, "words");
        Plan = CampaignPlan.Draw(options);
        Store = new SimulatedJournalStore();
        Mail = new Mailroom(this, Chance.StreamOf(options.Seed, "mail"), Chance.StreamOf(options.Seed, "lost ticks"));
        Host = new FunctionHost(this);
        People = new People(this);
        Services =
        [
            .. Plan.Estate.Services.Select(
                (service, index) => new CampaignService(this, service, Plan.Services[index])
            ),
        ];
        foreach (var site in Plan.Estate.Sites)
        {
            _sites[site.Id] = new SiteModel(site, Chance.StreamOf(options.Seed, $"cdn {site.Id}"));
        }

        foreach (var service in Services)
        {
            _services[service.Operated.Id] = service;
            service.Alarms = AlarmDraw.Of(this, service, Plan.Estate);
            foreach (var alarm in service.Alarms)
            {
                _alarms[alarm.Arn] = alarm;
            }

            service.Begin();
        }

        foreach (var name in Plan.Estate.Services.SelectMany(service => service.Secrets))
        {
            _secrets[name] = ConfigDraw.SecretOf(this, name);
        }

        foreach (var operated in Plan.Estate.Tables)
        {
            var table = new CampaignTable(this, operated, TableDraw.PlanOf(operated, options.Seed));
            _tables[operated.Id] = table;
            table.Alarms = TableDraw.AlarmsOf(this, table);
            foreach (var alarm in table.Alarms)
            {
                _alarms[alarm.Arn] = alarm;
            }
        }

        Regions = RegionDraw.Of(this);
        Machines = DeployFunctions();
        _checkers = AllCheckers.New(this);
    }

    public CampaignOptions Options { get; }

    public CampaignPlan Plan { get; }

    public CampaignClock Clock { get; } = new();

    public SimulatedJournalStore Store { get; }

    public Mailroom Mail { get; }

    public FunctionHost Host { get; }

    public People People { get; }

    public Tally Tally { get; } = new();

    public IReadOnlyList<CampaignService> Services { get; }

    public IEnumerable<SiteModel> Sites => _sites.Values;

    public IEnumerable<CampaignTable> Tables => _tables.Values;

    /// <summary>Two regions; null where the estate has one.</summary>
    public CampaignRegions? Regions { get; }

    public IEnumerable<AlarmModel> Alarms => _alarms.Values;

    /// <summary>Alarms in ALARM.</summary>
    public List<AlarmModel> ActiveAlarms { get; } = [];

    public CampaignMachine[] Machines { get; }

    /// <summary>Whose code runs at this moment.</summary>
    public CampaignInvocation? Current { get; private set; }

    /// <summary>Whether faults strike now.</summary>
    public bool IsFaulty => FaultsEndedAt is null;

    /// <summary>Since when none strike; null while they do.</summary>
    public long? FaultsEndedAt { get; private set; }

    /// <summary>Whether everything is noted, for the timeline.</summary>
    public bool Keeps => Options.Timeline;

    public long Incidents { get; set; }

    /// <summary>When the liveness phase began; null before.</summary>
    public long? HealedFrom { get; private set; }

    public CampaignService ServiceOf(OperatedService service) => _services[service.Id];

    public CampaignService? FindService(TargetId target) => _services.GetValueOrDefault(target);

    /// <summary>The service's secret: each has one at most here.</summary>
    public CampaignSecret SecretOf(OperatedService service) => _secrets[service.Secrets[0]];

    public CampaignTable TableOf(Resource table) => _tables[table.Id];

    public CampaignTable? FindTable(TargetId target) => _tables.GetValueOrDefault(target);

    public SiteModel SiteOf(OperatedSite site) => _sites[site.Id];

    /// <param name="arn">Of a series with its dimensions.</param>
    public AlarmModel AlarmOf(string arn) => _alarms[arn];

    /// <summary>Runs code of an invocation.</summary>
    public void As(CampaignInvocation? by, Action run)
    {
        var before = Current;
        Current = by;
        try
        {
            run();
        }
        finally
        {
            Current = before;
        }
    }

    public void Tell(CampaignEvent happened)
    {
        if (CampaignTrace.Of(happened) is not 0 and var what)
        {
            _trace = Mix(_trace, (ulong)Clock.Ticks, (ulong)what);
        }

        if (Keeps)
        {
            _timeline.Add($"{CampaignTime.Show(Clock.Ticks)} {happened.Words}");
        }

        foreach (var checker in _checkers)
        {
            checker.See(happened);
        }
    }

    public void Say(FormattableString words)
    {
        if (Keeps)
        {
            Tell(new CampaignEvent.Person(FormattableString.Invariant(words)));
        }
    }

    public void Strike(CampaignInvocation? by, FaultKind fault, string where)
    {
        Tally.Count("fault", fault);
        if (Keeps)
        {
            Tell(new CampaignEvent.Struck(by, fault, where));
        }
    }

    public void Break(string rule, string text)
    {
        if (_violations.Count < 20 && !_violations.Exists(one => one.Rule == rule))
        {
            _violations.Add(new Violation(rule, Options.Seed, new TimeSpan(Clock.Ticks), text));
        }

        if (Keeps)
        {
            _timeline.Add($"{CampaignTime.Show(Clock.Ticks)} *** {rule}: {text}");
        }
    }

    public RunResult Run()
    {
        var safety = TimeSpan.FromMinutes(Options.Minutes);
        foreach (var outage in Plan.Outages)
        {
            Clock.In(safety * outage.When, () => Suffer(outage));
        }

        foreach (var act in Plan.Acts)
        {
            Clock.In(safety * act.When, () => People.Do(act));
        }

        foreach (var rollout in Plan.Rollouts)
        {
            Clock.In(safety * rollout.When, () => People.Do(rollout));
        }

        TableLife.Plan(this, safety);
        RestoreLife.Plan(this, safety);
        ConfigDraw.Plan(this, safety);
        WeightDraw.Plan(this, safety);
        ZoneDraw.Plan(this, safety);
        RegionDraw.Plan(this, safety);
        TakeWritesBack(safety);
        SilenceAlarms(safety);
        foreach (var (index, service) in Services.Index())
        {
            new ServiceCheck(this, service, Chance.StreamOf(Options.Seed, $"check {index}")).Begin();
        }

        if (Options.HasAlarmCheck)
        {
            new AlarmSweep(this, Chance.StreamOf(Options.Seed, "alarm check")).Begin();
        }

        while (Clock.Step(safety.Ticks)) { }

        StaySick(safety);
        Liveness.Run(this, Heal);
        foreach (var checker in _checkers)
        {
            checker.AtEnd();
        }

        Tally.Count("run", "done");
        return new RunResult(
            Options.Seed,
            Incidents,
            _violations,
            Tally,
            _trace,
            _timeline,
            Plan.DrawnServices,
            Plan.Outages.Length,
            Plan.Acts.Length
        );
    }

    /// <summary>
    /// In some runs: from the start, or in the middle of whatever goes on by then, until the faults stop.
    /// </summary>
    private void TakeWritesBack(TimeSpan safety)
    {
        var chance = Chance.StreamOf(Options.Seed, "writes");
        if (Options.Faults.Contains(FaultKind.WritesTakenBack) && chance.Below(8) == 0)
        {
            Clock.In(
                chance.Below(4) == 0 ? TimeSpan.Zero : safety * chance.Share(),
                () =>
                {
                    Host.MayWrite = false;
                    Strike(null, FaultKind.WritesTakenBack, "WritePermissions=none");
                }
            );
        }
    }

    /// <summary>From here on nothing strikes any more, and every function may write.</summary>
    private void Heal()
    {
        (FaultsEndedAt, HealedFrom, Host.MayWrite) = (FaultsEndedAt ?? Clock.Ticks, Clock.Ticks, true);
        Regions?.Heal();
    }

    /// <summary>In some runs: faults stop, and nobody fixes any cause for longer than an incident is monitored.</summary>
    private void StaySick(TimeSpan safety)
    {
        if (Plan.IsStuck)
        {
            Tally.Count("world", "Stuck");
            FaultsEndedAt = Clock.Ticks;
            while (Clock.Step((safety + s_stuckFor).Ticks)) { }
        }
    }

    private void SilenceAlarms(TimeSpan safety)
    {
        foreach (var silence in Plan.Silences)
        {
            if (Services[silence.Service].Alarms is { Count: > 0 } alarms)
            {
                Clock.In(
                    safety * silence.When,
                    () => alarms[silence.Alarm % alarms.Count].Silence(silence.Kind, silence.Length)
                );
            }
        }
    }

    /// <summary>Where words are long in this run, sometimes: as many letters of three bytes, else nothing.</summary>
    /// <param name="letters">An error as AWS encodes some is a page of them.</param>
    public string LongWords(int letters = 3000)
    {
        if (!IsFaulty || !Options.Faults.Contains(FaultKind.LongWords) || _words.Below(3) != 0)
        {
            return "";
        }

        Strike(null, FaultKind.LongWords, "words");
        return $": {new string('障', letters)}";
    }

    private void Suffer(PlannedOutage outage)
    {
        Services[outage.Service].Outages.Suffer(outage.Kind, outage.Length, outage.Strength);
        if (outage.Kind == OutageKind.SharedDependency)
        {
            for (var other = outage.Service % 2; other < Services.Count; other += 2)
            {
                if (other != outage.Service)
                {
                    Services[other].Outages.Suffer(outage.Kind, outage.Length, outage.Strength);
                }
            }
        }
    }

    private CampaignMachine[] DeployFunctions()
    {
        var calls = new CampaignCalls(this, Chance.StreamOf(Options.Seed, "calls"));
        var numbers = new CampaignCalls(this, Chance.StreamOf(Options.Seed, "numbers"));
        var images = new CampaignCalls(this, Chance.StreamOf(Options.Seed, "images"));
        var ports = PortsOver(calls, numbers, images, "looks");
        var machines = new List<CampaignMachine> { new(this, 1, TimeSpan.Zero) };
        var chance = Chance.StreamOf(Options.Seed, "machines");
        foreach (var function in AllProcedures.LoopFunctions.Append(AllProcedures.Operator))
        {
            var options = LoopOptions.Default with { Only = function };
            options = Options.Loop?.Invoke(options) ?? options;
            options = options with { Remedies = [.. options.Remedies.Select(one => new WatchedRemedy(this, one))] };
            List<RemedyLoop> loops = [],
                unable = [];
            for (var environment = 0; environment < EnvironmentsPerFunction; environment++)
            {
                var drifts = Options.Faults.Contains(FaultKind.ClockDrift) && chance.Below(2) == 0;
                var machine = new CampaignMachine(
                    this,
                    drifts ? 1 + ((chance.Share() - 0.5) / 100) : 1,
                    TimeSpan.FromSeconds(chance.Between(-300, 300))
                );
                if (drifts)
                {
                    Strike(null, FaultKind.ClockDrift, function.Value);
                }

                machines.Add(machine);
                loops.Add(new RemedyLoop(Plan.Estate, ports, NullLogger<RemedyLoop>.Instance, options, machine));
                unable.Add(
                    new RemedyLoop(
                        Plan.Estate,
                        ports,
                        NullLogger<RemedyLoop>.Instance,
                        options with
                        {
                            MayWrite = false,
                        },
                        machine
                    )
                );
            }

            Host.Deploy(function, mayWrite: true, [.. loops]);
            Host.Deploy(function, mayWrite: false, [.. unable]);
        }

        DeployWatchdog();
        DeployHook();
        return [.. machines];
    }

    /// <summary>Its calls have a chance of their own: what it asks changes nothing for the others.</summary>
    private void DeployWatchdog()
    {
        var calls = new CampaignCalls(this, Chance.StreamOf(Options.Seed, "watchdog"));
        var ports = PortsOver(calls, calls, calls, "no looks");
        Host.Deploy(
            Options.HasWatchdog
                ? new Watchdog(
                    Plan.Estate,
                    ports.Journal,
                    ports.FollowUps,
                    ports.Notifier,
                    account: null,
                    NullLogger<Watchdog>.Instance
                )
                : null
        );
    }

    /// <summary>As apart as the watchdog.</summary>
    private void DeployHook()
    {
        var calls = new CampaignCalls(this, Chance.StreamOf(Options.Seed, "smoke tests"));
        var ports = PortsOver(calls, calls, calls, "no looks");
        var parts = new SmokeParts(
            new SmokePorts(
                new CampaignSmokeProbe(this, calls),
                new CampaignSmokeRuns(calls),
                ports.Journal,
                ports.FollowUps
            ),
            new CampaignMachine(this, 1, TimeSpan.Zero)
        );
        parts = Options.Smoke?.Invoke(parts) ?? parts;
        foreach (var mayWrite in (bool[])[true, false])
        {
            Host.Deploy(
                mayWrite,
                new SmokeHook(
                    Plan.Estate,
                    parts.Ports,
                    NullLogger<SmokeHook>.Instance,
                    LoopOptions.Default with
                    {
                        MayWrite = mayWrite,
                    },
                    parts.Machine
                )
            );
        }
    }

    private LoopPorts PortsOver(CampaignCalls calls, CampaignCalls numbers, CampaignCalls images, string looks)
    {
        var ports = new LoopPorts(
            new CampaignJournal(this, calls, numbers),
            new CampaignObserver(this, calls, images, Chance.StreamOf(Options.Seed, looks)),
            new CampaignActuator(this, calls),
            new CampaignFollowUps(this, calls),
            new CampaignNotifier(this, calls),
            new CampaignMetrics(this)
        );
        return Options.Ports?.Invoke(ports) ?? ports;
    }

    private static ulong Mix(ulong trace, ulong at, ulong what)
    {
        var mixed = unchecked((trace ^ (at * 0x9E3779B97F4A7C15UL)) + (what * 0xBF58476D1CE4E5B9UL));
        return unchecked((mixed ^ (mixed >> 29)) * 0x94D049BB133111EBUL);
    }
}
