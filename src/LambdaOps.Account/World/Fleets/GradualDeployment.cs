using System.Globalization;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// A deployment that is not ROLLING: a second set of tasks in the other target group, traffic by steps, hooks at the
/// stages between, and the way back. The old revision keeps all its tasks until the end.
/// </summary>
internal sealed class GradualDeployment
{
    private readonly FleetService _service;
    private readonly Chance _chance;
    private readonly StageHooks _hooks;
    private readonly List<ShiftStep> _steps;
    private int _at = -1;
    private DateTimeOffset _entered;
    private DateTimeOffset _until;
    private bool _wasTested;
    private bool _wasShifted;

    public GradualDeployment(
        FleetService service,
        FleetDeployment green,
        FleetDeployment blue,
        bool reconciles,
        Chance chance
    )
    {
        (_service, Green, Blue, _chance) = (service, green, blue, chance);
        _hooks = new StageHooks(service, green, chance);
        _steps = [.. Steps(service.Rules, reconciles)];
        Next(service.Now);
    }

    /// <summary>The new revision.</summary>
    public FleetDeployment Green { get; }

    /// <summary>The revision in production until now.</summary>
    public FleetDeployment Blue { get; }

    public FleetStage Stage => _steps[_at].Stage;

    /// <summary>The stage that DescribeServiceDeployments names: its values lack the one before a shift.</summary>
    public string ShownStage =>
        (
            Stage != FleetStage.PreProductionTrafficShift ? Stage
            : _wasShifted ? FleetStage.ProductionTrafficShift
            : FleetStage.PostTestTrafficShift
        ).Text();

    public bool IsRollingBack { get; private set; }

    /// <summary>Asked to go back in this second: nothing of it has begun.</summary>
    public bool RollbackIsNew { get; private set; }

    public IReadOnlyList<HookRun> Hooks => _hooks.All;

    /// <summary>The pause that somebody may answer now, by its id.</summary>
    public HookRun? Awaiting(string hookId) =>
        _hooks.All.FirstOrDefault(hook => hook.Id == hookId && hook.Status == HookStatus.AwaitingAction);

    public void Continue(HookRun hook, bool rollBack) => _hooks.Continue(hook, rollBack);

    public void Second(DateTimeOffset at)
    {
        RollbackIsNew = false;
        Staff(at);
        _hooks.Second(at);
        if (!IsRollingBack && WhyBack(at) is { } reason)
        {
            RollBack(reason);
            return;
        }

        if (at >= _until && IsDone() && (IsRollingBack ? _hooks.AllOver : _hooks.AllPass))
        {
            Next(at);
        }
    }

    /// <summary>
    /// Back to the old revision: all traffic at once. Hooks of traffic stages that this deployment came through run again,
    /// and what they answer changes nothing; AWS does not say what it would.
    /// </summary>
    public void RollBack(string reason)
    {
        var at = _service.Now;
        var blueIsLeaving = Stage == FleetStage.CleanUp;
        (IsRollingBack, RollbackIsNew) = (true, true);
        _hooks.Clear();
        _service.Rollouts.RollBack(Green, at, $"ECS deployment {reason}: rolling back to deploymentId ", Blue);
        _steps.RemoveRange(_at + 1, _steps.Count - _at - 1);
        if (blueIsLeaving)
        {
            _steps.Add(new ShiftStep(FleetStage.ScaleUp));
        }

        if (_wasShifted)
        {
            _steps.Add(new ShiftStep(FleetStage.ProductionTrafficShift));
        }

        if (_wasTested)
        {
            _steps.Add(new ShiftStep(FleetStage.TestTrafficShift));
        }

        _steps.Add(new ShiftStep(FleetStage.CleanUp));
        if (!blueIsLeaving)
        {
            _service.Routes.Settle(Blue.Group);
        }

        Next(at);
    }

    /// <summary>Another deployment takes its place, or somebody aborts it: production stays with one revision.</summary>
    /// <returns>The deployment in production.</returns>
    public FleetDeployment Leave()
    {
        var stays = Stage == FleetStage.CleanUp && !IsRollingBack ? Green : Blue;
        _hooks.Clear();
        _service.Routes.Settle(stays.Group);
        return stays;
    }

    private static IEnumerable<ShiftStep> Steps(DeploymentPlan rules, bool reconciles)
    {
        if (reconciles)
        {
            yield return new ShiftStep(FleetStage.ReconcileService);
        }

        for (var stage = FleetStage.PreScaleUp; stage <= FleetStage.PostTestTrafficShift; stage++)
        {
            yield return new ShiftStep(stage);
        }

        foreach (var percent in rules.Steps)
        {
            yield return new ShiftStep(FleetStage.PreProductionTrafficShift);
            var stay = percent < 100 ? rules.StayAfterStep : TimeSpan.Zero;
            yield return new ShiftStep(FleetStage.ProductionTrafficShift, percent, stay);
        }

        yield return new ShiftStep(FleetStage.PostProductionTrafficShift);
        yield return new ShiftStep(FleetStage.BakeTime, Stays: rules.BakeTime);
        yield return new ShiftStep(FleetStage.CleanUp);
    }

    /// <summary>How many tasks a revision is to have now; further ones than the two have to go.</summary>
    public int WantedOf(FleetDeployment deployment)
    {
        var isLast = Stage == FleetStage.CleanUp;
        var greenHasBegun = _steps.Take(_at + 1).Any(step => step.Stage == FleetStage.ScaleUp);
        var isWanted =
            deployment == Green
                ? greenHasBegun && !(IsRollingBack && isLast)
                : deployment == Blue && (IsRollingBack || !isLast);
        return isWanted ? _service.Desired : 0;
    }

    private void Staff(DateTimeOffset at)
    {
        foreach (var deployment in _service.Deployments.ToList())
        {
            _service.Scheduler.Fill(deployment, WantedOf(deployment), at);
        }
    }

    private bool IsDone() =>
        Stage switch
        {
            FleetStage.ReconcileService => _service.Tasks.All(task => task.Deployment == Blue)
                && _service.Scheduler.IsFull(Blue),
            FleetStage.ScaleUp => _service.Scheduler.IsFull(IsRollingBack ? Blue : Green),
            FleetStage.CleanUp => _service.Tasks.All(task => task.Deployment == (IsRollingBack ? Blue : Green)),
            _ => true,
        };

    private string? WhyBack(DateTimeOffset at) =>
        _hooks.Refusing is { } hook
            ? $"lifecycle hook at {hook.Stage.Text()} {(hook.Status == HookStatus.TimedOut ? "timed out" : "failed")}"
        : at - _entered > DeploymentPlan.LongestStage && !_hooks.IsPaused ? $"stage {Stage.Text()} timed out"
        : null;

    private void Next(DateTimeOffset at)
    {
        _at++;
        if (_at == _steps.Count)
        {
            _at--;
            _service.Settle(this);
            return;
        }

        var step = _steps[_at];
        _entered = at;
        _until = at + Taking(step.Stage) + step.Stays;
        if (step.Stage == FleetStage.TestTrafficShift)
        {
            _wasTested = true;
            _service.Routes.ShiftTests(IsRollingBack ? Blue.Group : Green.Group);
        }
        else if (step.Stage == FleetStage.ProductionTrafficShift)
        {
            _wasShifted = true;
            _service.Routes.Shift(Green.Group, step.Percent);
            if (step.Percent >= 100)
            {
                _service.Routes.Settle(Green.Group);
            }

            var percent = step.Percent.ToString(CultureInfo.InvariantCulture);
            _service.Log.Tell("deployment", $"{percent} % of traffic to {Green.Id}");
        }

        Green.UpdatedAt = at;
        _hooks.Begin(step.Stage, at);
    }

    /// <summary>ECS makes sure that it is safe to shift traffic, which takes longer than the stages between.</summary>
    private TimeSpan Taking(FleetStage stage) =>
        stage is FleetStage.TestTrafficShift or FleetStage.ProductionTrafficShift
            ? _chance.Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15))
                + (_service.Plan.IsBehindNetwork ? DeploymentPlan.NetworkLag : TimeSpan.Zero)
            : _chance.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));

    /// <param name="Percent">Of a production shift: the new revision's share from now on.</param>
    /// <param name="Stays">How long it stays so, besides what ECS needs.</param>
    private sealed record ShiftStep(FleetStage Stage, double Percent = 0, TimeSpan Stays = default);
}
