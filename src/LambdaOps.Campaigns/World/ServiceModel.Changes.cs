using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

// What the loop, people and the autoscaler change, and what follows by itself.
internal sealed partial class ServiceModel
{
    private const int FailuresUntilFailed = 6;

    private readonly Dictionary<string, (bool Serves, bool Dies, bool IsStuck)> _definitions = [];
    private int _revisions = 1;
    private int _settling;

    /// <summary>Sets the desired count.</summary>
    public void SetDesired(int count, bool byLoop)
    {
        Desired = count;
        CountTheirsAt = byLoop ? CountTheirsAt : run.Clock.Ticks;
        if (Running > Desired)
        {
            Shrink();
        }

        SettleLater();
        Touch();
    }

    /// <summary>Moves the minimum; the desired count follows.</summary>
    public void SetMinimum(int minimum, bool byLoop)
    {
        if (Automatic is not { } automatic)
        {
            return;
        }

        Automatic = automatic with { Minimum = minimum };
        MinimumTheirsAt = byLoop ? MinimumTheirsAt : run.Clock.Ticks;
        if (Desired < minimum)
        {
            SetDesired(minimum, byLoop);
        }
        else
        {
            Touch();
        }

        AutoscaleLater();
    }

    /// <summary>Rolls out the same task definition again, or another one.</summary>
    public string Deploy(string definition)
    {
        var (serves, dies, isStuck) = _definitions.GetValueOrDefault(definition, (true, false, false));
        if (Primary.Running > 0 || Older is null)
        {
            Older = Primary.Running > 0 ? Primary : null;
        }

        Primary = new Deployment
        {
            Id = $"ecs-svc/{++_deployments}",
            TaskDefinition = definition,
            Serves = serves,
            Dies = dies,
            IsStuck = isStuck,
            CreatedAt = run.Clock.Ticks,
        };
        SettleLater();
        Touch();
        return Primary.Id;
    }

    /// <summary>A person's new revision.</summary>
    public void DeployNew(bool serves, bool dies, bool isStuck = false)
    {
        var definition = Definition(++_revisions);
        _definitions[definition] = (serves, dies, isStuck);
        Deploy(definition);
    }

    /// <summary>Sets what a task definition does, for a deployment that a person repairs.</summary>
    public void Repair()
    {
        if (!Primary.Serves || Primary.Dies || Primary.Rollout == RolloutState.Failed)
        {
            DeployNew(serves: true, dies: false);
        }
    }

    private void SettleLater()
    {
        var mine = ++_settling;
        if (Primary.Rollout != RolloutState.InProgress && Running >= Desired)
        {
            return;
        }

        var within = Primary.Dies ? TimeSpan.FromSeconds(20) : plan.StartsIn;
        run.Clock.In(
            within,
            () =>
            {
                if (mine == _settling)
                {
                    Settle();
                }
            }
        );
    }

    /// <summary>New tasks run and the old ones are gone; or they die, and are counted.</summary>
    private void Settle()
    {
        if (HasNoPlace || IsCrashing)
        {
            SettleLater();
            return;
        }

        if (Primary.Dies)
        {
            if (++Primary.Failed >= FailuresUntilFailed)
            {
                Primary.Rollout = RolloutState.Failed;
                Touch();
                return;
            }

            // Half of the old tasks have been drained for it, and then more: those that are left are overwhelmed, or
            // none is left, and nothing answers in the end.
            if (Older is { } older)
            {
                var isDrained = Primary.Failed >= 2 && !plan.KeepsOld;
                older.Running = isDrained ? 0 : (older.Running + 1) / 2;
                older.Hung = Primary.Failed >= 2 ? older.Running : older.Hung;
            }

            SettleLater();
        }
        else
        {
            (Primary.Running, Older) = (Desired, null);
            Primary.Rollout = Primary.IsStuck ? RolloutState.InProgress : RolloutState.Completed;
        }

        Touch();
    }

    private void Shrink()
    {
        if (Older is { } older)
        {
            older.Running = Math.Max(0, Math.Min(older.Running, Desired - Primary.Running));
        }

        Primary.Running = Math.Min(Primary.Running, Desired);
        Primary.Hung = Math.Min(Primary.Hung, Primary.Running);
    }

    private void AutoscaleLater()
    {
        if (Automatic is null || _autoscaling)
        {
            return;
        }

        _autoscaling = true;
        run.Clock.In(
            TimeSpan.FromSeconds(90),
            () =>
            {
                _autoscaling = false;
                Autoscale();
            }
        );
    }

    private bool _autoscaling;

    /// <summary>Target tracking: out when busy, in when idle, within its bounds.</summary>
    private void Autoscale()
    {
        if (Automatic is not { } automatic || Desired == 0)
        {
            return;
        }

        var wanted = Cpu switch
        {
            > 75 => Desired + Math.Max(1, Desired / 3),
            < 25 => Desired - 1,
            _ => Desired,
        };
        wanted = Math.Clamp(wanted, automatic.Minimum, automatic.Maximum);
        if (wanted != Desired)
        {
            run.Say($"the autoscaler sets {operated.Id} from {Desired} to {wanted}");
            SetDesired(wanted, byLoop: false);
            AutoscaleLater();
        }
    }
}
