using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>
/// Brings signals to functions, at least once and in any order: alarms as asynchronous invocations (two retries),
/// follow-ups as messages of a queue (serverless.template: visible again after 120 s, dead after ten receives), and
/// people's requests.
/// </summary>
internal sealed class Mailroom(CampaignRun run, Chance chance, Chance losses)
{
    /// <summary>How many ticks are lost for good where they are: each costs an incident some minutes.</summary>
    private const double LostShare = 0.003;

    /// <summary>Receives after which a queue gives a message up (serverless.template: maxReceiveCount).</summary>
    private const int MostReceives = 10;

    /// <summary>A person asks no more often than this.</summary>
    private const int MostAsked = 10;

    private static readonly FunctionName s_rollout = AllProcedures.FunctionOf(RolloutProcedure.ProcedureName);

    private static readonly TimeSpan s_visibleAgain = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan[] s_retries = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    private readonly Dictionary<TargetId, List<Message>> _pending = [];
    private readonly HashSet<TargetId> _dead = [];
    private readonly HashSet<(IncidentId Incident, long Beat)> _lost = [];
    private long _numbers;

    /// <summary>Messages that are not handled to their end.</summary>
    public int Pending { get; private set; }

    public IReadOnlyList<Message> PendingOf(TargetId target) => _pending.GetValueOrDefault(target) ?? [];

    /// <summary>Whether a message of the target lies in a dead-letter queue, where a person sees it.</summary>
    public bool IsDeadLettered(TargetId target) => _dead.Contains(target);

    /// <summary>Whether the tick that an incident waits for was lost for good: only the watchdog can help.</summary>
    public bool IsLost(Incident open) => _lost.Any(one => one.Incident == open.Id && one.Beat >= open.Beat);

    public void SendAlarm(Signal.AlarmChanged alarm, AlarmRule rule)
    {
        Post(
            new Message(++_numbers, Way.Async, alarm, rule.Target, AllProcedures.FunctionOf(rule.Remedy)),
            Within(0.1, 2)
        );
        if (Strikes(FaultKind.MessageDuplicated, "alarm"))
        {
            Post(
                new Message(++_numbers, Way.Async, alarm, rule.Target, AllProcedures.FunctionOf(rule.Remedy)),
                Within(0.1, 90)
            );
        }
    }

    /// <summary>A check found an alarm that fires.</summary>
    public void SendFound(Signal.AlarmChanged alarm, AlarmRule rule) =>
        Post(
            new Message(++_numbers, Way.Queue, alarm, rule.Target, AllProcedures.FunctionOf(rule.Remedy)),
            Within(0.1, 2)
        );

    /// <summary>A check tells a remedy's function by its queue, at least once.</summary>
    public void SendBreach(Signal.BreachFound breach)
    {
        var function = AllProcedures.FunctionOf(breach.Remedy);
        Post(new Message(++_numbers, Way.Queue, breach, breach.Target, function), Within(0.1, 2));
        if (Strikes(FaultKind.MessageDuplicated, "breach"))
        {
            Post(new Message(++_numbers, Way.Queue, breach, breach.Target, function), Within(0.1, 90));
        }
    }

    public void Queue(CampaignInvocation by, Signal signal, FunctionName function, TimeSpan delay)
    {
        var target = signal switch
        {
            Signal.TickCame tick => tick.Target,
            Signal.AlarmChanged alarm => run.AlarmOf(alarm.Arn).Rule.Target,
            _ => by.Target,
        };
        var message = new Message(++_numbers, Way.Queue, signal, target, function);
        if (run.Keeps || signal is not Signal.TickCame)
        {
            run.Tell(new CampaignEvent.Queued(by, message));
        }

        if (
            signal is Signal.TickCame gone
            && run.IsFaulty
            && run.Options.Faults.Contains(FaultKind.TickLost)
            && losses.Share() < LostShare
        )
        {
            run.Strike(by, FaultKind.TickLost, "tick");
            _lost.Add((gone.Incident, gone.Beat));
            return;
        }

        var whole = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, delay.TotalSeconds)));
        Post(message, whole + TimeSpan.FromMilliseconds(50));
        if (Strikes(FaultKind.MessageDuplicated, "tick"))
        {
            run.Clock.In(whole + Within(0.1, 30), () => Deliver(message));
        }
    }

    public void SendDeployment(Signal.DeploymentChanged changed, TargetId target)
    {
        Post(new Message(++_numbers, Way.Async, changed, target, s_rollout), Within(0.1, 2));
        if (Strikes(FaultKind.MessageDuplicated, "deployment"))
        {
            Post(new Message(++_numbers, Way.Async, changed, target, s_rollout), Within(0.1, 90));
        }
    }

    public void Ask(Signal.OperatorRequested asked) =>
        Post(
            new Message(++_numbers, Way.Person, asked, asked.Target, AllProcedures.FunctionOf(asked.Remedy)),
            TimeSpan.Zero
        );

    /// <summary>A person answers: the function Operator takes it, and no other.</summary>
    public void Answer(Signal.OperatorAnswered answer, FunctionName function) =>
        Post(
            new Message(
                ++_numbers,
                Way.Person,
                answer with
                {
                    RequestId = FormattableString.Invariant($"r-{_numbers}"),
                },
                answer.Target,
                function
            ),
            TimeSpan.Zero
        );

    /// <summary>An invocation that handled the message is over.</summary>
    public void Handled(Message message, bool well)
    {
        if (!message.IsGone && well)
        {
            Remove(message, isDead: false);
        }
        else if (!message.IsGone)
        {
            ComeAgain(message);
        }
    }

    private void Post(Message message, TimeSpan delay)
    {
        Pending++;
        if (!_pending.TryGetValue(message.Target, out var pending))
        {
            _pending[message.Target] = pending = [];
        }

        pending.Add(message);
        if (message.Way != Way.Person && Strikes(FaultKind.MessageDelayed, "message"))
        {
            delay += Within(1, 120);
        }

        run.Clock.In(delay, () => Deliver(message));
    }

    private void Deliver(Message message)
    {
        if (message.IsGone)
        {
            return;
        }

        message.Received++;
        if (message.Way != Way.Person && Strikes(FaultKind.MessageLost, "message"))
        {
            ComeAgain(message);
        }
        else
        {
            run.Host.Start(message);
        }
    }

    private void ComeAgain(Message message)
    {
        TimeSpan? after = message.Way switch
        {
            Way.Async => message.Received <= s_retries.Length ? s_retries[message.Received - 1] : null,
            Way.Queue => message.Received < MostReceives ? s_visibleAgain : null,
            Way.Person => message.Received < MostAsked ? Within(20, 60) : null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (after is { } delay)
        {
            run.Clock.In(delay, () => Deliver(message));
        }
        else
        {
            Remove(message, isDead: true);
        }
    }

    private void Remove(Message message, bool isDead)
    {
        Pending--;
        message.IsGone = true;
        _pending[message.Target].Remove(message);
        if (isDead)
        {
            _dead.Add(message.Target);
            run.Tally.Count("message", "deadLettered");
        }

        run.Tell(new CampaignEvent.Gone(message, isDead));
    }

    private bool Strikes(FaultKind fault, string what)
    {
        if (!run.IsFaulty || !run.Options.Faults.Contains(fault) || chance.Share() >= run.Plan.MessageFaultRate)
        {
            return false;
        }

        run.Strike(null, fault, what);
        return true;
    }

    private TimeSpan Within(double low, double high) => TimeSpan.FromSeconds(chance.Between(low, high));
}

/// <summary>A signal on its way to a function.</summary>
/// <param name="Way">How it is delivered, and so what happens when the function fails.</param>
internal sealed class Message(long number, Way way, Signal signal, TargetId target, FunctionName function)
{
    public long Number { get; } = number;

    public Way Way { get; } = way;

    public Signal Signal { get; } = signal;

    public TargetId Target { get; } = target;

    public FunctionName Function { get; } = function;

    /// <summary>Whether it is handled to its end, or dead.</summary>
    public bool IsGone { get; set; }

    /// <summary>How often it has been delivered, or was lost on the way.</summary>
    public int Received { get; set; }

    public override string ToString() =>
        $"message {Number} ({Way}, {Signal switch
    {
        Signal.TickCame tick => $"tick {tick.Beat} of {tick.Incident}",
        Signal.AlarmChanged alarm => $"{alarm.Name} {alarm.State}",
        Signal.OperatorAnswered answer => $"{answer.By}: {answer.Answer} {answer.Subject}",
        Signal.ControlSet set => $"{set.By} sets {set.Mode}",
        Signal.BreachFound breach => breach.Line,
        Signal.OperatorRequested asked => $"{asked.By} asks for {asked.Remedy}",
        Signal.DeploymentChanged changed => changed.Line,
        Signal.SmokeTested tested => tested.Line,
        _ => throw new System.Diagnostics.UnreachableException(),
    }})";
}

/// <summary>By which way a message comes.</summary>
internal enum Way
{
    /// <summary>SNS to an asynchronous invocation: retried after one and two minutes, then dead.</summary>
    Async,

    /// <summary>The function's queue: shown again after its visibility timeout, up to ten times, then dead.</summary>
    Queue,

    /// <summary>A person who waits for the answer, and asks again when it fails.</summary>
    Person,
}
