using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.AwsLambda;
using LambdaOps.Account.Services.Backup;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.Services.EventBridge;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.Services.Sns;
using LambdaOps.Account.Services.Sqs;
using LambdaOps.Account.Services.Sts;
using LambdaOps.Account.Wire;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using StackReader = LambdaOps.Account.Lambda.Stacks.Stack;

namespace LambdaOps.Drills;

/// <summary>From what a simulation is made.</summary>
/// <param name="Template">The text of serverless.template: deployed as it stands.</param>
/// <param name="Parameters">Values for its parameters.</param>
public sealed record SimulationOptions(
    ulong Seed,
    Estate Estate,
    string Template,
    ImmutableDictionary<string, string> Parameters
)
{
    /// <summary>
    /// Makes the template of an older version: that is deployed at first, and <see cref="Simulation.UpdateStack"/> then
    /// deploys the template.
    /// </summary>
    public Func<string, string> Before { get; init; } = template => template;

    /// <summary>Where the stack is deployed; null for the estate's own region.</summary>
    public string? Region { get; init; }

    public DateTimeOffset Start { get; init; } = StartOf(Estate.Escalation.Calendar);

    public Func<OperatedService, ServicePlan, ServicePlan> Shape { get; init; } = (_, plan) => plan;

    /// <summary>Changes the whole plan: further sites and tables, a longer history.</summary>
    public Func<WorldPlan, WorldPlan> ShapeWorld { get; init; } = plan => plan;

    /// <summary>Null: no sockets, for functions that run in this process.</summary>
    public int? Port { get; init; } = 0;

    /// <summary>Null: plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Further ports of the endpoint: a client that keeps one connection a host then has as many as with AWS.
    /// </summary>
    public ImmutableArray<int> MorePorts { get; init; } = [];

    /// <summary>
    /// Called for each call that has arrived on the wire, before it takes effect, with the world's gate held.
    /// </summary>
    public Action<ServiceCall>? OnCall { get; init; }

    /// <summary>Environments of a function that may run at the same virtual time.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Makes the execution environments of a function.</summary>
    public required Func<Simulation, StackFunction, Func<EnvironmentOrder, IExecutionEnvironment>> Host { get; init; }

    /// <summary>
    /// The first full hour from 2026-01-15T03:00Z on after which people work for some hours (a Thursday noon in Tokyo);
    /// where they never do for so long, that moment itself.
    /// </summary>
    private static DateTimeOffset StartOf(BusinessCalendar calendar)
    {
        const int Week = 7 * 24;
        var earliest = new DateTimeOffset(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);
        return Enumerable
            .Range(0, Week)
            .Select(hours => earliest.AddHours(hours))
            .FirstOrDefault(
                at =>
                    calendar.At(at) == PartOfWeek.BusinessHours
                    && calendar.At(at.AddHours(4)) == PartOfWeek.BusinessHours,
                earliest
            );
    }
}

/// <summary>
/// One simulated AWS account: the estate's world, the deployed template, its functions, and, unless everything runs in
/// process, the AWS endpoint on loopback.
/// </summary>
public sealed class Simulation : IAsyncDisposable
{
    private readonly StackWiring _wiring;
    private readonly SortedSet<string> _alarmsOnItself = new(StringComparer.Ordinal);

    private string? ShiftedBy(string id) => World.ZonalShifts.All.FirstOrDefault(shift => shift.Id == id)?.LoadBalancer;

    private Simulation(SimulationOptions options, DeployedStack stack)
    {
        Options = options;
        Stack = stack;
        World = new SimulatedWorld(
            options.Seed,
            options.Start,
            options.ShapeWorld(EstateWorld.Of(options.Estate, stack, options.Shape))
        );
        Roles = new RoleCheck(stack, ShiftedBy);
        World.WhyDenied = Roles.WhyDenied;
        Lambda = new LambdaService(World, TimeProvider.System);
        Sqs = new SqsService(World, stack.Region, stack.AccountId);
        Sns = new SnsService(World, stack.Region, stack.AccountId);
        _wiring = new StackWiring(World, Lambda, Sns);
        DynamoDb = new DynamoDbService(World, stack.Region, stack.AccountId)
        {
            ShowsOldItemsFor = TimeSpan.FromSeconds(1),
        };
        EstateTables.Fill(DynamoDb, World);
        BackupPlans = new BackupPlans(World, DynamoDb);
        S3 = new S3Service(World);
        SiteBuckets.Fill(S3, World.Plan.Sites);
        SiteBuckets.Fill(S3, World.Plan.Buckets);
        StorageMetrics.Start(World, S3);
        World.Cdn.Connect(S3);
        ServeSwitches();
        World.Names.Start();
        Pump = new VirtualPump(World, Lambda, TimeProvider.System);
        Endpoint = new AccountEndpoint(WireOptions());
    }

    public SimulationOptions Options { get; }

    public DeployedStack Stack { get; private set; }

    public SimulatedWorld World { get; }

    /// <summary>IAM for the functions of the stack as it is deployed.</summary>
    public RoleCheck Roles { get; private set; }

    public LambdaService Lambda { get; }

    public SqsService Sqs { get; }

    /// <summary>Which alarms on LambdaOps itself have notified on-call, by name; none where it is not watched.</summary>
    public IReadOnlySet<string> AlarmsOnItself => _alarmsOnItself;

    public SnsService Sns { get; }

    public DynamoDbService DynamoDb { get; }

    public BackupPlans BackupPlans { get; }

    public S3Service S3 { get; }

    public VirtualPump Pump { get; }

    /// <summary>The AWS endpoint, for functions in this process and, as far as it is served, for all others.</summary>
    public AccountEndpoint Endpoint { get; }

    /// <summary>The AWS endpoint on sockets; null when everything runs in process.</summary>
    public WireServer? Wire { get; private set; }

    /// <summary>Deploys the template and starts what listens.</summary>
    /// <exception cref="StackError">The template asks for what the simulator does not know; it names the
    /// place.</exception>
    public static async Task<Simulation> StartAsync(SimulationOptions options)
    {
        var stack = Read(options.Before(options.Template), options);
        var simulation = new Simulation(options, stack);
        simulation
            .World.Services.Add(simulation.Sqs)
            .Add(simulation.Sns)
            .Add(simulation.DynamoDb)
            .Add(new BackupFace(simulation.World, simulation.BackupPlans))
            .Add(simulation.S3)
            .Add(new StsService(simulation.World, stack.AccountId))
            .Add(new LambdaFace(simulation.World, stack, simulation._wiring.Policies))
            .Add(new EventsFace(simulation.World, simulation._wiring.Rules))
            .Add(new SchedulerFace(simulation.World, stack));
        if (options.Port is { } port)
        {
            simulation.Wire = await WireServer.StartAsync(simulation.WireOptions(port), simulation.Endpoint);
        }

        simulation.Deploy();
        return simulation;
    }

    private static DeployedStack Read(string template, SimulationOptions options) =>
        StackReader.Read(
            template,
            new StackOptions
            {
                Region = options.Region ?? options.Estate.Region,
                AccountId = options.Estate.Accounts.FirstOrDefault(new StackOptions().AccountId),
                Parameters = options.Parameters,
                QueueEndpoint = options.Port is { } at
                    ? $"{(options.Certificate is null ? "http" : "https")}://127.0.0.1:{at}"
                    : null,
            }
        );

    /// <summary>
    /// CloudWatch evaluates the alarms of the stack on LambdaOps itself, too: on its functions and queues. Called with the
    /// world's gate held, before time starts.
    /// </summary>
    public void WatchItself()
    {
        QueueMetrics.Start(World, Sqs);
        foreach (var function in Stack.Functions)
        {
            World.RanUntilNow(function.Name, TimeSpan.FromMinutes(5), TimeSpan.FromHours(27));
        }

        var own = Stack.Alarms.Where(alarm => alarm.IsOn("AWS/SQS", "AWS/Lambda")).ToDictionary(alarm => alarm.Name);
        foreach (var alarm in own.Values)
        {
            World.Alarms.Put(alarm.Plan());
        }

        World.Watch(seen =>
        {
            if (
                seen.Kind == "alarm"
                && own.ContainsKey(seen.Subject)
                && World.Alarms[seen.Subject].State == AlarmStateValue.Alarm
                && !World.IsDown("sns")
            )
            {
                _alarmsOnItself.Add(seen.Subject);
            }
        });
    }

    /// <summary>
    /// Deploys the template over what stands. What has another name is another resource: queues of the old stack go with
    /// all that is in them, a new table is empty. Functions start anew. Called with the world's gate held.
    /// </summary>
    /// <exception cref="StackError">The update changes what is not simulated.</exception>
    public void UpdateStack()
    {
        var (before, after) = (Stack, Read(Options.Template, Options));
        if (
            Untouched(before).Except(Untouched(after)).Concat(Untouched(after).Except(Untouched(before))).ToList()
            is [var other, ..]
        )
        {
            throw new StackError(other, "an update that makes or removes it is not simulated.");
        }

        Stack = after;
        Roles = new RoleCheck(after, ShiftedBy);
        World.WhyDenied = Roles.WhyDenied;
        World.Services.Replace(new LambdaFace(World, after, _wiring.Policies)).Replace(new SchedulerFace(World, after));
        _wiring.Deploy(after, before);
        World.Tell("stack", after.Name, "is updated");
        Create([.. after.Tables.ExceptBy(before.Tables.Select(one => one.Arn), one => one.Arn)]);
        Create([.. after.Queues.ExceptBy(before.Queues.Select(one => one.Arn), one => one.Arn)]);
        foreach (var function in after.Functions)
        {
            var had = before.Functions.First(one => one.Arn == function.Arn).QueueSources.Select(one => one.QueueArn);
            Lambda.Update(function.ToDefinition(Options.Host(this, function), Options.Concurrency));
            Feed(function, [.. function.QueueSources.ExceptBy(had, one => one.QueueArn)]);
        }

        foreach (var gone in before.Queues.ExceptBy(after.Queues.Select(one => one.Arn), one => one.Arn))
        {
            Sqs.DeleteQueue(gone.Name);
        }

        static IEnumerable<string> Untouched(DeployedStack stack) =>
            [
                .. stack.Functions.Select(one => one.Arn),
                .. stack.Topics.Select(one => one.Arn),
                .. stack.Rules.Select(one => one.Arn),
                .. stack.Schedules.Select(one => one.Arn),
            ];
    }

    public async ValueTask DisposeAsync()
    {
        await Lambda.DisposeAsync();
        if (Wire is not null)
        {
            await Wire.DisposeAsync();
        }
    }

    private WireOptions WireOptions(int port = 0) =>
        new()
        {
            World = World,
            Port = port,
            MorePorts = Options.MorePorts,
            Certificate = Options.Certificate,
            Dispatch = call =>
            {
                Options.OnCall?.Invoke(call);
                if (Lambda.Before(call) == CallVerdict.Abort)
                {
                    throw new BrokenConnection(call);
                }

                var answer = World.Services.Dispatch(call);
                return Lambda.After(call) == CallVerdict.Abort ? throw new BrokenConnection(call) : answer;
            },
            // Where time stands still between events, what waits for it would wait for ever.
            Pending = call => Pump.Flows ? World.Services.Pending(call) : null,
            BreaksConnection = error => error is BrokenConnection,
            Shown = World.Certificates.ShownBy,
            Invoke = async call =>
            {
                var result = await Lambda.InvokeAsync(
                    call.Asked,
                    call.Type.ToString(),
                    call.Payload,
                    call.Caller,
                    call.Trace
                );
                return new InvokeAnswer(
                    result.StatusCode,
                    result.Payload,
                    result.FunctionError,
                    result.LogTail,
                    result.ExecutedVersion
                );
            },
            Site = (host, path) =>
                World.Site.Ask(host, path) is { } answer ? LambdaOps.Account.Wire.WebAnswer.Of(answer) : null,
        };

    /// <summary>What health checks of Route 53 watch: objects of S3, at their bucket's own name.</summary>
    private void ServeSwitches()
    {
        foreach (var host in World.Names.Checks.Select(check => check.Plan.Host).Distinct())
        {
            var bucket = host.Split('.')[0];
            World.Site.Serve(
                host,
                path =>
                    ((IObjectStore)S3).Find(bucket, path.TrimStart('/')) is null
                        ? new SiteAnswer(403, "application/xml", "AccessDenied", 5)
                        : new SiteAnswer(200, "text/plain", "", 5)
            );
        }
    }

    private void Deploy()
    {
        lock (World.Gate)
        {
            Create(Stack.Tables);
            Create(Stack.Queues);
            foreach (var group in Stack.LogGroups)
            {
                World.Logs.Create(group.Name, group.RetentionDays);
            }

            foreach (var topic in Stack.Topics)
            {
                Tell(Sns.CreateTopic(topic.Name), topic);
            }
        }

        foreach (var function in Stack.Functions)
        {
            Deploy(function);
        }

        _wiring.Deploy(Stack);
        Lambda.OnFailedEvent = GaveUp;
        var schedules = new Schedules(World, Lambda, Stack);
        foreach (var schedule in Stack.Schedules)
        {
            schedules.Start(schedule);
        }
    }

    /// <summary>What Lambda gives up goes to the function's dead-letter queue, if SQS takes it.</summary>
    private void GaveUp(FailedEvent failed)
    {
        var name = failed.Function.Name;
        if ((failed.Function.OnFailure ?? failed.Function.DeadLetterTarget) is not { } target)
        {
            World.Tell("lambda", name, "an event was given up, and no queue keeps it");
        }
        else if (World.IsDown("sqs"))
        {
            World.LostDeadLetter(name);
            World.Tell("lambda", name, "an event was given up, and the dead-letter queue cannot be reached");
        }
        else
        {
            Sqs.Queue(target)
                .Send(
                    Encoding.UTF8.GetString(failed.Payload),
                    attributes: failed.DeadLetterAttributes.ToDictionary(
                        one => one.Key,
                        one => new SqsAttribute("String", one.Value, BinaryValue: null)
                    ),
                    sender: "lambda"
                );
            World.Tell("lambda", name, "an event was given up: dead-letter queue");
        }
    }

    private void Create(ImmutableArray<StackTable> tables)
    {
        foreach (var table in tables)
        {
            DynamoDb.CreateTable(table.Name, table.Properties);
        }
    }

    /// <summary>Dead-letter queues first: a queue names its own.</summary>
    private void Create(ImmutableArray<StackQueue> queues)
    {
        foreach (var queue in queues.OrderBy(queue => queue.DeadLetterTargetArn is not null))
        {
            Sqs.CreateQueue(
                new SqsQueueSettings(queue.Name)
                {
                    Visibility = queue.VisibilityTimeout,
                    Delay = queue.Delay,
                    Retention = queue.RetentionPeriod,
                    DeadLetterQueue = queue.DeadLetterTargetArn?.Split(':')[^1],
                    MaxReceiveCount = queue.MaxReceiveCount ?? int.MaxValue,
                }
            );
        }
    }

    private void Tell(SnsTopic topic, StackTopic known)
    {
        if (known.LogicalId is "NoticeTopic" or "L1Topic" or "L2Topic" or "L3Topic")
        {
            topic.Subscribe(
                "email",
                delivery => World.Tell("notice", topic.Name, delivery.Notice.Subject ?? delivery.Text, delivery.Text),
                "on-call@example.com"
            );
        }
    }

    private void Deploy(StackFunction function)
    {
        var definition = function.ToDefinition(Options.Host(this, function), Options.Concurrency);
        Lambda.Register(definition);
        World.Logs.Add(new FunctionLog(Lambda, function.Name, definition.LogGroup));
        var credentials = Lambda.CredentialsOf(function.Name);
        Endpoint.Callers.Register(credentials.AccessKeyId, function.Name, credentials.SecretAccessKey);
        Feed(function, function.QueueSources);
    }

    private void Feed(StackFunction function, ImmutableArray<StackQueueSource> sources)
    {
        foreach (var source in sources)
        {
            _ = new QueueEventSource(
                World,
                Lambda,
                new QueueSource(Sqs.Queue(source.QueueArn.Split(':')[^1]), source.QueueArn),
                new QueueEventSourceSettings(
                    function.Name,
                    source.BatchSize,
                    source.ReportsBatchItemFailures,
                    source.MaximumConcurrency
                )
            );
        }
    }
}
