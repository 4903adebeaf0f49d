using System.Collections.Immutable;

namespace LambdaOps.Core.Estates;

/// <summary>A time in which nothing is changed without asking, in the estate's time zone.</summary>
public abstract record FreezeWindow
{
    private FreezeWindow() { }

    public abstract string Name { get; init; }

    /// <summary>Whom it is about; empty for everybody.</summary>
    public abstract ImmutableArray<TargetId> Targets { get; init; }

    public bool IsAbout(TargetId target) => Targets.IsEmpty || Targets.Contains(target);

    /// <param name="local">The estate's wall clock.</param>
    public abstract bool Contains(DateTime local);

    /// <summary>Once: from a moment on, until right before another.</summary>
    public sealed record Once(string Name, ImmutableArray<TargetId> Targets, DateTime From, DateTime Until)
        : FreezeWindow
    {
        public override bool Contains(DateTime local) => local >= From && local < Until;
    }

    /// <summary>Every week; until a time that is not later than from means the next day's.</summary>
    /// <param name="Days">The days on which it begins.</param>
    public sealed record Weekly(
        string Name,
        ImmutableArray<TargetId> Targets,
        ImmutableArray<DayOfWeek> Days,
        TimeOnly From,
        TimeOnly Until
    ) : FreezeWindow
    {
        public override bool Contains(DateTime local)
        {
            var time = TimeOnly.FromDateTime(local);
            return From < Until
                ? Days.Contains(local.DayOfWeek) && time >= From && time < Until
                : (Days.Contains(local.DayOfWeek) && time >= From)
                    || (Days.Contains(local.AddDays(-1).DayOfWeek) && time < Until);
        }
    }
}
