using LambdaOps.Account.Services.ApplicationAutoScaling;
using LambdaOps.Account.Services.CloudFront;
using LambdaOps.Account.Services.CloudWatch;
using LambdaOps.Account.Services.Ecs;
using LambdaOps.Account.Services.ElasticLoadBalancing;
using LambdaOps.Account.Services.Logs;
using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Scaling;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.World;

// The model behind the faces: services with traffic, metrics, alarms, and the public sites.
public sealed partial class SimulatedWorld
{
    public SimulatedWorld(ulong seed, DateTimeOffset start, WorldPlan plan)
    {
        Seed = seed;
        Clock = new VirtualClock(start);
        Plan = plan;
        Metrics = new MetricStore(Clock);
        Tables = new ApplicationTables(this);
        Fleet = new Fleet(this);
        Fleet.Remember(start - plan.History, start);
        Fleet.Live(Clock);
        Scaling = new Autoscaler(this);
        Logs = new LogGroups(this);
        Alarms = new AlarmBook(this);
        Site = new Site(this);
        Cdn = new ContentDelivery(this);
        Services = new ServiceDispatcher(this)
            .Add(new EcsFace(this))
            .Add(new ElasticLoadBalancingFace(this))
            .Add(new CloudWatchFace(this))
            .Add(new CloudFrontFace(this))
            .Add(new ApplicationAutoScalingFace(this))
            .Add(new LogsFace(this));
    }

    public WorldPlan Plan { get; }

    public Fleet Fleet { get; }

    /// <summary>The application's tables, not the journal.</summary>
    public ApplicationTables Tables { get; }

    public MetricStore Metrics { get; }

    public AlarmBook Alarms { get; }

    public Autoscaler Scaling { get; }

    public LogGroups Logs { get; }

    public Site Site { get; }

    /// <summary>The distributions of the static sites; connected to their buckets by whoever has these.</summary>
    public ContentDelivery Cdn { get; }

    /// <summary>The faces of the modelled services; others are added by whoever composes the simulator.</summary>
    public ServiceDispatcher Services { get; }

    /// <summary>Lets everything happen that is due within <paramref name="span"/>.</summary>
    public void Pass(TimeSpan span)
    {
        var until = Clock.Now + span;
        while (Clock.Step(until)) { }
    }
}
