using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Procedures;

/// <summary>How the estate sets one procedure for one resource.</summary>
public abstract record Setting(Mode Mode)
{
    /// <summary>What needs a person's approval.</summary>
    public ApprovalSetting Approval { get; init; } = ApprovalSetting.None;
}

/// <summary>A procedure's switch and its numbers.</summary>
public sealed record Setting<TPolicy>(Mode Mode, TPolicy Policy) : Setting(Mode)
    where TPolicy : class, IPolicy<TPolicy>;

/// <summary>The settings of a resource, one a procedure; a procedure that it does not name never runs on it.</summary>
public sealed class Settings : IEquatable<Settings>
{
    public static Settings None { get; } = new([]);

    private Settings(ImmutableArray<Setting> all) => All = all;

    public ImmutableArray<Setting> All { get; }

    /// <summary>The setting with that policy; null where the resource does not name its procedure.</summary>
    public Setting<TPolicy>? Of<TPolicy>()
        where TPolicy : class, IPolicy<TPolicy>
    {
        foreach (var one in All)
        {
            if (one is Setting<TPolicy> mine)
            {
                return mine;
            }
        }

        return null;
    }

    /// <summary>The same with that setting; null takes the procedure's away.</summary>
    public Settings With<TPolicy>(Setting<TPolicy>? setting)
        where TPolicy : class, IPolicy<TPolicy>
    {
        var before = Of<TPolicy>();
        return setting is null ? new(All.RemoveAll(one => one == before))
            : before is null ? new(All.Add(setting))
            : new(All.Replace(before, setting));
    }

    /// <summary>The same with a setting of whatever policy.</summary>
    internal Settings Add(Setting setting) => new(All.Add(setting));

    public bool Equals(Settings? other) => other is not null && All.SequenceEqual(other.All);

    public override bool Equals(object? obj) => Equals(obj as Settings);

    public override int GetHashCode() => All.Aggregate(All.Length, HashCode.Combine);
}
