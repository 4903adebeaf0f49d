using System.IO.Enumeration;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Estates;

/// <summary>Which alarms mean what: the first rule of the estate that matches routes the alarm.</summary>
public sealed record AlarmRule(AlarmMatch Match, TargetId Target, RemedyName Remedy, Severity Severity)
{
    /// <summary>Whether the rule knows an alarm by its name alone.</summary>
    public bool Names(string alarm) =>
        Match switch
        {
            AlarmMatch.ByName byName => byName.Name == alarm,
            AlarmMatch.ByPattern byPattern => byPattern.Matches(alarm),
            AlarmMatch.ByTag => false,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>How a rule knows its alarms.</summary>
public abstract record AlarmMatch
{
    private AlarmMatch() { }

    public abstract bool Matches(Signal.AlarmChanged alarm);

    /// <summary>The alarm's exact name.</summary>
    public sealed record ByName(string Name) : AlarmMatch
    {
        public override bool Matches(Signal.AlarmChanged alarm) => alarm.Name == Name;
    }

    /// <summary>A name pattern with * and ?.</summary>
    public sealed record ByPattern(string Pattern) : AlarmMatch
    {
        public override bool Matches(Signal.AlarmChanged alarm) => Matches(alarm.Name);

        public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false);
    }

    /// <summary>A tag of the alarm (needs tag propagation on its deliveries).</summary>
    public sealed record ByTag(string Key, string Value) : AlarmMatch
    {
        public override bool Matches(Signal.AlarmChanged alarm) =>
            alarm.Tags.TryGetValue(Key, out var value) && value == Value;
    }
}
