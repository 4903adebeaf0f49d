namespace LambdaOps.Core;

/// <summary>What a remedy looks at, and what an action touches.</summary>
[Flags]
public enum Looks
{
    None = 0,
    Health = 1,
    Targets = 2,
    Service = 4,
    Alarm = 8,
    Alarms = 16,
    Load = 32,
    Tables = 64,
    Scaling = 128,
    Page = 256,
}
