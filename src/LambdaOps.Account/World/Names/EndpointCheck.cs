using System.Globalization;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Names;

/// <summary>One health check: what it watches is asked again and again, and answers in a row change what it says.</summary>
public sealed class EndpointCheck
{
    private readonly SimulatedWorld _world;
    private int _others;
    private bool _isGood;

    internal EndpointCheck(SimulatedWorld world, EndpointCheckPlan plan)
    {
        _world = world;
        Plan = plan;

        // As it would have settled before the world began: an object that is not there.
        _isGood = !plan.IsInverted;
    }

    /// <summary>What it says has changed.</summary>
    public event Action? Changed;

    public EndpointCheckPlan Plan { get; }

    /// <summary>What Route 53 goes by.</summary>
    public bool IsHealthy => Plan.IsDisabled ? !Plan.IsInverted : _isGood != Plan.IsInverted;

    /// <summary>When it was asked last; null before the first time.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>What was observed last, in words as Route 53 has them.</summary>
    public string Observed { get; private set; } = "";

    internal void Start()
    {
        Ask();
        Settle();
        Again();
    }

    private void Again() =>
        _world.Clock.In(
            Plan.Every,
            "health check",
            () =>
            {
                Ask();
                Again();
            }
        );

    private void Ask()
    {
        AskedAt = _world.Clock.Now;
        var answer = _world.Site.Ask(Plan.Host, Plan.Path);
        var isGood = answer is { TimedOut: false, Status: >= 200 and < 400 };
        Observed = answer is { TimedOut: false }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(isGood ? "Success" : "Failure")}: HTTP Status Code {answer.Status}"
            )
            : "Failure: The health checker could not establish a connection within the timeout limit.";
        _others = isGood == _isGood ? 0 : _others + 1;
        if (_others >= Plan.Threshold)
        {
            Settle();
        }
    }

    /// <summary>Takes what was observed last for what is.</summary>
    private void Settle()
    {
        var isGood = Observed.StartsWith("Success", StringComparison.Ordinal);
        var wasGood = _isGood;
        (_isGood, _others) = (isGood, 0);
        if (wasGood != isGood)
        {
            Changed?.Invoke();
        }
    }
}
