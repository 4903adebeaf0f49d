namespace LambdaOps.Core.Signals;

/// <summary>A CloudWatch alarm's state.</summary>
public enum AlarmState
{
    Ok,
    Alarm,
    InsufficientData,
}

/// <summary>What an alarm watches.</summary>
public enum AlarmKind
{
    Metric,
    Math,
    Anomaly,
    Composite,
}

/// <summary>By which way an alarm's change arrived.</summary>
public enum AlarmRoute
{
    Sns,
    EventBridge,
    Direct,
}
