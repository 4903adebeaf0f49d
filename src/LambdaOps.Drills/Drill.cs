using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Sqs;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Secrets;
using LambdaOps.Account.World.Tables;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>One outage to rehearse: what happens, and how it must end.</summary>
public sealed record Drill(string Name, string What)
{
    /// <summary>The remedy that the drill is about: its function is the one that dies, when one does.</summary>
    public ProcedureName Remedy { get; init; } = ServiceUnavailableProcedure.ProcedureName;

    /// <summary>
    /// The check that the drill is about, by its schedule; null for a remedy's. Every other check is off, and this one
    /// may act.
    /// </summary>
    public ProcedureName? Check { get; init; }

    /// <summary>The estate's wall clock at the start; null is noon of a business day.</summary>
    public DateTime? StartsAt { get; init; }

    /// <summary>What each run of the check must report, in that order; the drill goes on until they are there.</summary>
    public Func<DrillScene, ImmutableArray<ReportExpectation>> Reports { get; init; } = _ => [];

    /// <summary>What must be so in AWS at the end: null, or what is not.</summary>
    public Func<DrillStage, string?> World { get; init; } = _ => null;

    /// <summary>Changes the plan of each service for this drill: another way to deploy, other traffic.</summary>
    public Func<OperatedService, ServicePlan, ServicePlan> Shape { get; init; } = (_, plan) => plan;

    /// <summary>Changes the whole world's plan for this drill.</summary>
    public Func<WorldPlan, WorldPlan> ShapeWorld { get; init; } = plan => plan;

    /// <summary>Changes the estate file for this drill, beside every remedy's being in mode act.</summary>
    public Action<JsonNode, DrillScene> ShapeEstate { get; init; } = (_, _) => { };

    /// <summary>Schedules what goes wrong. Called before time starts.</summary>
    public required Action<DrillStage> Script { get; init; }

    /// <summary>How its incidents must end on an estate; a check's drill may have none.</summary>
    public Func<DrillScene, DrillExpectation> Expect { get; init; } = _ => DrillExpectation.AnyEnd;

    /// <summary>
    /// Makes the template of an older version, which is deployed until the script updates the stack
    /// (<see cref="DrillStage.UpdateStack"/>).
    /// </summary>
    public Func<string, string> Before { get; init; } = template => template;

    /// <summary>Whether events may end in a dead-letter queue: where each of their attempts fails, or dies.</summary>
    public bool GivesUp { get; init; }

    /// <summary>Whether the stack is deployed with WritePermissions=granted.</summary>
    public bool MayWrite { get; init; } = true;

    /// <summary>Whether the stack is deployed in the estate's region for disaster recovery.</summary>
    public bool IsInOtherRegion { get; init; }

    /// <summary>Environments of a function that may run at the same virtual time.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>What an estate must have, so that the drill applies to it: each null, or the reason against it.</summary>
    public ImmutableArray<Func<DrillScene, string?>> Needs { get; init; } = [];

    /// <summary>Virtual time from the fault until a drill that has not ended counts as stuck.</summary>
    public Func<DrillScene, TimeSpan> Limit { get; init; } = _ => TimeSpan.FromMinutes(40);

    /// <summary>Virtual time from the fault before which the drill goes on, whatever has ended.</summary>
    public Func<DrillScene, TimeSpan> AtLeast { get; init; } = _ => TimeSpan.Zero;

    /// <summary>
    /// The drill on an estate: about the first service that it applies to; where it applies to none, about the one that
    /// lacks the least.
    /// </summary>
    public DrillScene On(Estate estate)
    {
        var scenes = estate.Services.Select(service => new DrillScene(this, estate, service)).ToList();
        return scenes.Find(scene => scene.Missing is null)
            ?? scenes.MaxBy(scene => Needs.TakeWhile(need => need(scene) is null).Count())
            ?? new DrillScene(this, estate, Service: null);
    }
}

/// <summary>What a script can reach.</summary>
/// <param name="incidents">All incidents of the journal. Called with the world's gate held.</param>
public sealed class DrillStage(Simulation simulation, DrillScene scene, Func<IReadOnlyList<Incident>> incidents)
{
    private readonly ProcedureName _remedy = scene.Drill.Remedy;

    /// <summary>When the first fault is scheduled.</summary>
    public DateTimeOffset FaultAt { get; } = simulation.World.Clock.Now + TimeSpan.FromMinutes(1);

    public Simulation Simulation => simulation;

    public DrillScene Scene => scene;

    /// <summary>The service that the drill is about.</summary>
    public FleetService Service => FleetOf(scene.Service);

    /// <summary>The other service of a drill about two.</summary>
    public FleetService Second => FleetOf(scene.Second);

    /// <summary>A table that the service uses; one of its own where it has one.</summary>
    public ApplicationTable Table =>
        simulation.World.Tables[
            scene.Service!.Tables.FirstOrDefault(
                table => !scene.Estate.Services.Any(other => other != scene.Service && other.Tables.Contains(table)),
                scene.Service.Tables[0]
            )
        ];

    /// <summary>The secret that the service names first.</summary>
    public StoredSecret Secret => simulation.World.Secrets.Find(scene.Service!.Secrets[0])!;

    /// <summary>What visitors reach the site by that the drill is about.</summary>
    public Distribution Site => simulation.World.Cdn[scene.Site!.DistributionId];

    /// <summary>The function of the drill's remedy or check.</summary>
    public string Function { get; } = FunctionOf(simulation.Stack, scene.Drill).Name;

    private SqsQueue Ticks =>
        simulation.Sqs.Queue(FunctionOf(simulation.Stack, scene.Drill).QueueSources[0].QueueArn.Split(':')[^1]);

    private static StackFunction FunctionOf(DeployedStack stack, Drill drill) =>
        drill.Check is { } check
            ? stack.Find(
                AllProcedures.FindCheck(check)?.Function
                    ?? throw new InvalidOperationException($"there is no check '{check}'")
            )
            : stack.FunctionOf(drill.Remedy);

    private FleetService FleetOf(OperatedService? service) =>
        simulation.World.Fleet.Find(service!.Cluster, service.Service)!;

    /// <summary>Lets something happen some seconds after the first fault.</summary>
    public DrillStage After(double seconds, string what, Action<DrillStage> happen)
    {
        simulation.World.Clock.At(FaultAt + TimeSpan.FromSeconds(seconds), what, () => happen(this));
        return this;
    }

    /// <summary>Lets something happen some seconds after the world first shows something.</summary>
    public DrillStage Following(Func<WorldEvent, bool> seen, double seconds, string what, Action<DrillStage> happen)
    {
        var isSeen = false;
        simulation.World.Watch(shown =>
        {
            if (!isSeen && seen(shown))
            {
                isSeen = true;
                simulation.World.Clock.In(TimeSpan.FromSeconds(seconds), what, () => happen(this));
            }
        });
        return this;
    }

    /// <summary>An operator invokes the remedy's function by hand.</summary>
    public DrillStage Ask(double seconds, string target, string? page = null) =>
        Ask(seconds, target, page is null ? [] : [("page", page)]);

    /// <summary>An operator asks the procedure for that to put the page of the service's site up, or to take it down.</summary>
    public DrillStage AskPage(double seconds, string page) =>
        Ask(seconds, scene.Service!.Site!.Id.Value, [("page", page)], MaintenancePageProcedure.ProcedureName);

    /// <summary>An operator says a word about a deployment of the service.</summary>
    /// <param name="id">The service; null for the drill's.</param>
    public DrillStage AskRollout(double seconds, string rollout, string? revision = null, string? id = null) =>
        Ask(
            seconds,
            id ?? scene.Id,
            revision is null ? [("rollout", rollout)] : [("rollout", rollout), ("revision", revision)]
        );

    /// <summary>Someone ran the estate's performance test, and reports it.</summary>
    public DrillStage ReportTest(double seconds, string result) =>
        Ask(seconds, scene.Id, [("performanceTest", result)]);

    /// <summary>An operator asks for a failover, or for its way back.</summary>
    public DrillStage AskRegion(double seconds, string wish) =>
        Ask(seconds, DisasterRecovery.TheId.Value, [("region", wish)]);

    /// <summary>An operator asks for a version of the service's secret.</summary>
    public DrillStage AskConfig(double seconds, string version) =>
        Ask(seconds, scene.Id, [("secret", Secret.Name), ("version", version)]);

    /// <param name="other">The procedure that is asked; null for the drill's.</param>
    internal DrillStage Ask(
        double seconds,
        string target,
        (string Name, string Value)[] more,
        ProcedureName? other = null
    ) =>
        After(
            seconds,
            "an operator asks",
            at =>
            {
                var remedy = other ?? _remedy;
                var request = new JsonObject
                {
                    ["target"] = target,
                    ["remedy"] = remedy.Value,
                    ["mode"] = "act",
                    ["by"] = "operator",
                    ["because"] = "drill",
                };
                foreach (var (name, value) in more)
                {
                    request[name] = value;
                }

                simulation.World.Tell(
                    "person",
                    target,
                    $"an operator asks for {remedy} {string.Join(" ", more.Select(one => one.Value))}".TrimEnd()
                );
                at.Invoke(other is null ? Function : simulation.Stack.FunctionOf(remedy).Name, request);
            }
        );

    /// <summary>An operator sets the control switch.</summary>
    public DrillStage SetControl(double seconds, string mode) =>
        After(
            seconds,
            $"an operator sets the control switch: {mode}",
            at =>
            {
                simulation.World.Tell("person", scene.Id, $"an operator sets the control switch: {mode}");
                at.Decide(
                    new JsonObject
                    {
                        ["control"] = mode,
                        ["by"] = "operator",
                        ["because"] = "drill",
                    }
                );
            }
        );

    /// <summary>An operator runs the drill's check by hand.</summary>
    public DrillStage Run(double seconds) =>
        After(
            seconds,
            "an operator runs the check",
            at =>
            {
                simulation.World.Tell("person", at.Function, $"an operator runs {scene.Drill.Check}");
                simulation.Lambda.InvokeAsync(
                    Function,
                    Encoding.UTF8.GetBytes(new JsonObject { ["job"] = scene.Drill.Check!.Value.Value }.ToJsonString()),
                    "operator"
                );
            }
        );

    /// <summary>Lets something happen when the function is about to make a call, until it says that it has.</summary>
    public DrillStage Before(string operation, Func<DrillStage, ServiceCall, bool> happen)
    {
        var isOver = false;
        simulation.Lambda.KillDuringEach(
            Function,
            KillMoment.Before,
            call =>
            {
                isOver = isOver || (call.Operation == operation && happen(this, call));
                return false;
            }
        );
        return this;
    }

    /// <summary>The function is killed once, when such a call has taken effect and before it has the answer.</summary>
    public DrillStage KillOnce(string operation)
    {
        var isOver = false;
        simulation.Lambda.KillDuringEach(
            Function,
            KillMoment.After,
            call => !isOver && (isOver = call.Operation == operation)
        );
        return this;
    }

    /// <summary>IAM, or whoever else may, refuses such calls from now on.</summary>
    public DrillStage Deny(string service, string operation)
    {
        var now = simulation.World.Clock.Now;
        simulation.World.Disturb(new ApiFault(service, operation, now, DateTimeOffset.MaxValue, ApiFaultKind.Denied));
        return this;
    }

    /// <summary>A person acknowledges the incident that is open by then.</summary>
    public DrillStage Acknowledge(double seconds) =>
        After(
            seconds,
            "an operator acknowledges",
            at =>
            {
                if (Newest(incident => incident.EndedAt is null) is not { } incident)
                {
                    simulation.World.Tell("person", scene.Id, "an operator finds nothing to acknowledge");
                    return;
                }

                simulation.World.Tell("person", incident.Target.Value, $"an operator acknowledges {incident.Id}");
                at.Decide(
                    new JsonObject
                    {
                        ["target"] = incident.Target.Value,
                        ["acknowledge"] = incident.Id.Value,
                        ["by"] = "operator",
                        ["because"] = "drill",
                    }
                );
            }
        );

    /// <summary>An operator answers the newest offer; the first that was made, where none stands any more.</summary>
    /// <param name="answer">"approve" or "decline".</param>
    public DrillStage Answer(double seconds, string answer) =>
        Answer(seconds, answer, "an operator", (at, decision) => at.Decide(decision));

    /// <summary>Someone who may start the remedy, and no more, answers at its function, and is refused.</summary>
    /// <param name="answer">"approve" or "decline".</param>
    public DrillStage AnswerAtTheRemedy(double seconds, string answer) =>
        Answer(
            seconds,
            answer,
            "someone who may only start the remedy",
            (at, decision) =>
                _ = simulation.Lambda.InvokeAsync(at.Function, "RequestResponse", Event(decision), "operator")
        );

    private DrillStage Answer(double seconds, string answer, string who, Action<DrillStage, JsonObject> send) =>
        After(
            seconds,
            $"{who} answers: {answer}",
            at =>
            {
                if (Newest(_ => true) is not { } incident)
                {
                    simulation.World.Tell("person", scene.Id, $"{who} finds nothing to answer");
                    return;
                }

                var offer = incident.Offer?.Id ?? Offer.IdOf(incident.Id, 1);
                simulation.World.Tell("person", incident.Target.Value, $"{who} answers: {answer} {offer}");
                send(
                    at,
                    new JsonObject
                    {
                        ["target"] = incident.Target.Value,
                        [answer] = offer,
                        ["by"] = "operator",
                        ["because"] = "drill",
                    }
                );
            }
        );

    /// <summary>The service's own before another's: what fails may fail others, too.</summary>
    private Incident? Newest(Func<Incident, bool> meant) =>
        incidents().Where(meant).OrderBy(incident => incident.Target == scene.Service?.Id).LastOrDefault();

    internal void Decide(JsonObject answer) => Invoke(simulation.Stack.Find(AllProcedures.Operator).Name, answer);

    private void Invoke(string function, JsonObject request) =>
        simulation.Lambda.InvokeAsync(function, Event(request), "operator");

    private static byte[] Event(JsonObject request) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["operator"] = request }.ToJsonString());

    /// <summary>Lets something happen just before the function gets the first message of its queue.</summary>
    public DrillStage OnFirstTick(Action<DrillStage> happen)
    {
        var isOver = false;
        Ticks.OnVisible(() =>
        {
            if (!isOver)
            {
                isOver = true;
                happen(this);
            }
        });
        return this;
    }

    /// <summary>From the first fault on for so long, what goes into the function's queue is lost.</summary>
    public DrillStage LoseTicks(TimeSpan during)
    {
        Ticks.Loses = _ => simulation.World.Clock.Now < FaultAt + during;
        return this;
    }

    /// <summary>A person deploys the template over the stack of an older version, once no alarm is raised any more.</summary>
    /// <param name="seconds">After the last alarm's change to OK.</param>
    public DrillStage UpdateStack(double seconds) =>
        Following(
            seen =>
                seen.Kind == "alarm"
                && simulation.World.Alarms.All.Any(alarm =>
                    alarm.Name == seen.Subject && alarm.State == AlarmStateValue.Ok
                )
                && simulation.World.Alarms.All.All(alarm => alarm.State != AlarmStateValue.Alarm),
            seconds,
            "a person updates the stack",
            at => at.Simulation.UpdateStack()
        );

    /// <summary>A person puts another page up by hand.</summary>
    /// <param name="key">A further page of the site; null for its main one.</param>
    public DrillStage EditPage(double seconds, string html, string? key = null) =>
        After(
            seconds,
            "a person edits the page",
            at =>
            {
                simulation.World.Tell("person", at.Site.Plan.Id, "person uploads another page");
                simulation.S3.Put(
                    at.Site.Plan.Bucket,
                    key ?? at.Site.Plan.Key,
                    Encoding.UTF8.GetBytes(html),
                    "text/html; charset=utf-8"
                );
            }
        );
}
