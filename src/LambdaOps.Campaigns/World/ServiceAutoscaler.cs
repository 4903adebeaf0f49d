namespace LambdaOps.Campaigns.World;

/// <summary>Target tracking: out when busy, in when idle, within its bounds.</summary>
internal sealed class ServiceAutoscaler(CampaignRun run, CampaignService service)
{
    private bool _isDue;

    /// <summary>Something changed: it looks in a while, if it does not anyway.</summary>
    public void LookLater()
    {
        if (service.Automatic is null || _isDue)
        {
            return;
        }

        _isDue = true;
        run.Clock.In(
            TimeSpan.FromSeconds(90),
            () =>
            {
                _isDue = false;
                Look();
            }
        );
    }

    private void Look()
    {
        if (service.Automatic is not { } automatic || service.Desired == 0)
        {
            return;
        }

        var wanted = service.Load.Cpu switch
        {
            > 75 => service.Desired + Math.Max(1, service.Desired / 3),
            < 25 => service.Desired - 1,
            _ => service.Desired,
        };
        wanted = Math.Clamp(wanted, automatic.Minimum, automatic.Maximum);
        if (wanted != service.Desired)
        {
            run.Say($"the autoscaler sets {service.Operated.Id} from {service.Desired} to {wanted}");
            service.SetDesired(wanted, byLoop: false);
            LookLater();
        }
    }
}
