using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// The newest deployment that ECS keeps a record of. One that shifts stands beside the service's tasks: the revision
/// before serves until all of the traffic has moved, and before each step a hook waits.
/// </summary>
/// <param name="stepPercent">How much each step moves; 0 where the service's deployments do not shift.</param>
internal sealed class CampaignShift(CampaignRun run, CampaignService service, int stepPercent)
{
    private const double RequestsPerMinute = 6000;

    private static readonly TimeSpan s_bake = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_rollsBackIn = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_hookWaits = TimeSpan.FromHours(2);

    private static readonly TimeSpan s_asksAgain = TimeSpan.FromSeconds(30);

    /// <summary>Most revisions are well.</summary>
    private static readonly SmokeAnswers[] s_answers =
    [
        .. Enumerable.Repeat(SmokeAnswers.Right, 5),
        .. Enum.GetValues<SmokeAnswers>(),
    ];

    private readonly Chance _smoke = Chance.StreamOf(run.Options.Seed, $"smoke answers {service.Operated.Id}");

    private int _number;
    private int _hooks;
    private string? _hook;
    private DateTimeOffset _createdAt;
    private DateTimeOffset? _finishedAt;
    private DateTimeOffset? _trafficSince;

    /// <summary>Null where there has been no deployment yet.</summary>
    public DeploymentCourse? Course { get; private set; }

    public string Definition { get; private set; } = "";

    public string Source { get; private set; } = "";

    /// <summary>The new revision's share of the traffic.</summary>
    public int Weight { get; private set; }

    /// <summary>Whether its requests fail.</summary>
    public bool IsBad { get; private set; }

    /// <summary>What its smoke test gets to hear.</summary>
    public SmokeAnswers Smoke { get; private set; }

    /// <summary>Whether traffic is moved step by step now.</summary>
    public bool IsShifting { get; private set; }

    /// <summary>Whether the new tasks wait at a pause before they replace their like.</summary>
    public bool IsHeld { get; private set; }

    public bool CanShift => stepPercent > 0;

    private DateTimeOffset Now => CampaignClock.Start.AddTicks(run.Clock.Ticks);

    private string Arn =>
        $"arn:aws:ecs:{CampaignPlan.Region}:{CampaignPlan.Account}:service-deployment/prod/{service.Operated.Service}/{_number}";

    private string ServiceArn =>
        $"arn:aws:ecs:{CampaignPlan.Region}:{CampaignPlan.Account}:service/prod/{service.Operated.Service}";

    public NativeDeployments See() =>
        Course is not { } course || !service.Driver.IsByEcs()
            ? new NativeDeployments(null)
            : new NativeDeployments(
                new NativeDeployment(
                    Arn,
                    course,
                    _createdAt,
                    _finishedAt,
                    new RevisionInService(Definition, service.Operated.TargetGroupArn, IsShifting ? Weight : null),
                    new RevisionInService(Source, service.Operated.TargetGroupArn, IsShifting ? 100 - Weight : null)
                )
                {
                    Shifts = CanShift,
                    IsSourceUnproven = !service.Revisions.IsProven(Source),
                    IsSourceLeft = service.Revisions.IsLeft(Source),
                    Hook = _hook is null ? null : new PauseHook(_hook, null),
                }
            );

    /// <summary>What the new revision's group got; nothing before it had traffic.</summary>
    public RevisionLoad Load()
    {
        var targets = IsShifting
            ? new TargetCounts(service.Desired, 0, 0, 0)
            : new TargetCounts(service.Healthy, Math.Max(0, service.Running - service.Healthy), 0, 0);
        if (_trafficSince is not { } since)
        {
            return new RevisionLoad(targets, []);
        }

        var share = IsShifting ? Weight / 100.0 : 1;
        var newest = Now.AddTicks(-(Now.Ticks % TimeSpan.TicksPerMinute)) - TimeSpan.FromMinutes(1);
        var minutes = ImmutableArray.CreateBuilder<RevisionMinute>();
        for (var at = newest; at >= since && at > Now - RevisionLoad.Window; at -= TimeSpan.FromMinutes(1))
        {
            var requests = RequestsPerMinute * share;
            var errors =
                IsShifting ? (IsBad ? 0.05 : 0)
                : service.Failures.FindLast(one => one.At < at.AddMinutes(1)).Fails ? 0.6
                : 0;
            minutes.Insert(0, new RevisionMinute(at, requests, requests * errors, 0, 200));
        }

        return new RevisionLoad(targets, minutes.ToImmutable());
    }

    /// <summary>The service replaces its tasks at once, and whatever was going on is over.</summary>
    public void Replaced(string definition, string source)
    {
        Begin(definition, source);

        // Old and new tasks stand in one group, and its minutes go back before the deployment.
        (IsShifting, _trafficSince) = (false, Now - RevisionLoad.Window);
        Tell("SERVICE_DEPLOYMENT_IN_PROGRESS");
        if (CanShift && definition == source)
        {
            IsHeld = true;
            Later(service.Plan.StartsIn, Pause);
        }
    }

    /// <summary>Those tasks serve, or ECS gave up.</summary>
    public void Settled(bool isGood)
    {
        if (!IsShifting && Course == DeploymentCourse.InProgress)
        {
            End(isGood ? DeploymentCourse.Successful : DeploymentCourse.RolledBack);
        }
    }

    /// <summary>A deployment that moves the traffic in steps.</summary>
    public string Start(string definition, string source, bool isBad)
    {
        Begin(definition, source);
        (IsShifting, IsBad) = (true, isBad);
        Smoke = s_answers[_smoke.Below(s_answers.Length)];
        Later(service.Plan.StartsIn, service.Operated.SmokeTest is null ? Pause : Test);
        Tell("SERVICE_DEPLOYMENT_IN_PROGRESS");
        service.Touch();
        return Arn;
    }

    public ActionOutcome Continue(string deployment, string hook)
    {
        if (deployment != Arn || hook != _hook)
        {
            return new ActionOutcome.Refused("InvalidParameterException: the hook is not awaiting an action");
        }

        if (IsHeld)
        {
            (_hook, IsHeld) = (null, false);
            service.SettleLater();
            service.Touch();
            return new ActionOutcome.Done("accepted");
        }

        (_hook, Weight) = (null, Math.Min(100, Weight + stepPercent));
        _trafficSince ??= Now;
        Later(s_bake, Weight == 100 ? Finish : Pause);
        service.Touch();
        return new ActionOutcome.Done("accepted");
    }

    /// <summary>
    /// Where it leads to roll that deployment back: to the last revision that ECS deployed to the end. Null where ECS
    /// refuses it.
    /// </summary>
    public string? WayBackOf(string deployment) =>
        deployment == Arn && Course == DeploymentCourse.InProgress ? service.Revisions.LastSuccessful : null;

    /// <summary>StopServiceDeployment(ROLLBACK): whatever the strategy, and as long as it is in progress.</summary>
    public ActionOutcome RollBack(string deployment)
    {
        if (deployment == Arn && Course == DeploymentCourse.RollingBack)
        {
            return new ActionOutcome.Done("accepted");
        }

        if (WayBackOf(deployment) is not { } back)
        {
            return new ActionOutcome.Refused("ConflictException: the deployment is not in progress");
        }

        service.Revisions.Left(Definition, back);
        if (!IsShifting || service.Primary.TaskDefinition != back)
        {
            service.GoBack(back);
        }

        (Course, _hook, IsHeld) = (DeploymentCourse.RollingBack, null, false);
        Later(
            s_rollsBackIn,
            () =>
            {
                (IsShifting, Weight) = (false, 0);
                End(DeploymentCourse.RolledBack);
            }
        );
        service.Touch();
        return new ActionOutcome.Done("accepted");
    }

    /// <summary>A person ends what nobody looks after.</summary>
    public void Fix()
    {
        if (IsShifting && Course == DeploymentCourse.InProgress)
        {
            run.Say($"someone rolls the deployment of {service.Operated.Id} back");
            RollBack(Arn);
        }
        else if (IsHeld && _hook is { } hook)
        {
            run.Say($"someone lets the deployment of {service.Operated.Id} go on");
            Continue(Arn, hook);
        }
    }

    private void Begin(string definition, string source)
    {
        _number++;
        (Course, Definition, Source, Weight, IsBad) = (DeploymentCourse.InProgress, definition, source, 0, false);
        (_hook, _createdAt, _finishedAt, _trafficSince, IsHeld) = (null, Now, null, null, false);
    }

    /// <summary>The new revision runs, and test traffic leads to it: the hook before any other traffic is asked.</summary>
    private void Test()
    {
        var (number, course) = (_number, Course);
        run.Host.Ask(
            service,
            new HookCall($"execution-{_number}", "POST_TEST_TRAFFIC_SHIFT", Arn, ServiceArn),
            answer =>
            {
                if (number == _number && course == Course)
                {
                    Answered(answer);
                }
            }
        );
    }

    private void Answered(HookAnswer? answer)
    {
        switch (answer?.Status)
        {
            case HookReply.Succeeded:
                Pause();
                break;
            case HookReply.InProgress:
                Later(answer.CallBackDelay ?? s_asksAgain, Test);
                break;
            default:
                RollBack(Arn);
                break;
        }
    }

    private void Pause()
    {
        var hook = $"hook-{++_hooks}";
        _hook = hook;
        Tell(EcsEvents.HookAwaits);
        service.Touch();
        Later(
            s_hookWaits,
            () =>
            {
                if (_hook == hook)
                {
                    RollBack(Arn);
                }
            }
        );
    }

    private void Finish()
    {
        IsShifting = false;
        service.Adopt(Definition, serves: !IsBad);
        End(DeploymentCourse.Successful);
    }

    private void End(DeploymentCourse course)
    {
        (Course, _finishedAt) = (course, Now);
        Tell("SERVICE_DEPLOYMENT_COMPLETED");
        service.Touch();
    }

    /// <summary>Unless another deployment has begun by then, or this one is on its way back.</summary>
    private void Later(TimeSpan after, Action then)
    {
        var (number, course) = (_number, Course);
        run.Clock.In(
            after,
            () =>
            {
                if (number == _number && course == Course)
                {
                    then();
                }
            }
        );
    }

    private void Tell(string what)
    {
        if (service.Driver.IsByEcs())
        {
            run.Mail.SendDeployment(new Signal.DeploymentChanged(ServiceArn, what, "", Now), service.Operated.Id);
        }
    }
}
