using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of log groups.</summary>
public static class LogGroupLooks
{
    /// <summary>How many groups one question can name.</summary>
    public const int MostGroups = 50;

    /// <summary>How long the groups of a batch keep their events.</summary>
    public static Look<LogGroupStates> Retention { get; } =
        new("log retention", "logs:DescribeLogGroups") { IsAbout = static target => target is LogGroupBatch };
}

/// <summary>The groups of a batch that are there.</summary>
public sealed record LogGroupStates(ImmutableArray<LogGroupState> Found)
{
    public LogGroupState? Of(string name) => Found.FirstOrDefault(group => group.Name == name);

    public override string ToString() => $"{Found.Length} log groups";
}

/// <param name="RetentionDays">Null: nobody has set one, and its events never expire.</param>
public sealed record LogGroupState(string Name, int? RetentionDays);
