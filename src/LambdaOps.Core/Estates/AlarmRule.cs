using System.Collections.Immutable;
using System.IO.Enumeration;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Estates;

/// <summary>Which alarms mean what: the first rule of the estate that matches routes the alarm.</summary>
public sealed record AlarmRule(AlarmMatch Match, TargetId Target, ProcedureName Remedy, Severity Severity)
{
    /// <summary>
    /// The one series of a Metrics Insights alarm over many that the rule is about, by a dimension; null for whole alarms.
    /// </summary>
    public KeyValuePair<string, string>? Contributor { get; init; }

    /// <summary>Whether the rule is about that change: of the whole alarm, or of its one series.</summary>
    public bool Matches(Signal.AlarmChanged alarm) =>
        Match.Matches(alarm)
        && (Contributor, alarm.Contributor) switch
        {
            (null, null) => true,
            ({ } one, { } series) => series.Contains(one),
            _ => false,
        };

    /// <summary>Whether the rule's alarm is active while an alarm that it names is in ALARM.</summary>
    /// <param name="breaching">
    /// The dimensions of each series of that alarm that is in ALARM; asked for only where the rule is about one.
    /// </param>
    public bool IsActive(IEnumerable<ImmutableSortedDictionary<string, string>> breaching) =>
        Contributor is not { } one || breaching.Any(series => series.Contains(one));

    /// <summary>Whether everything that the other rule takes is taken.</summary>
    public bool Covers(AlarmRule other) => Match.Covers(other.Match) && Contributor.Equals(other.Contributor);

    /// <summary>Whether the rule knows an alarm by its name alone.</summary>
    public bool Names(string alarm) =>
        Match switch
        {
            AlarmMatch.ByName byName => byName.Name == alarm,
            AlarmMatch.ByPattern byPattern => byPattern.Takes(alarm),
            AlarmMatch.ByTag => false,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>How a rule knows its alarms.</summary>
public abstract record AlarmMatch
{
    private AlarmMatch() { }

    /// <summary>The member of a rule that says it: "name", "namePattern" or "tag".</summary>
    public abstract string Member { get; }

    /// <summary>How people read it: the name, the pattern, or KEY=VALUE.</summary>
    public abstract string Text { get; }

    public abstract bool Matches(Signal.AlarmChanged alarm);

    /// <summary>Whether every alarm that the other one matches is matched.</summary>
    public abstract bool Covers(AlarmMatch other);

    /// <summary>The alarm's exact name.</summary>
    public sealed record ByName(string Name) : AlarmMatch
    {
        public override string Member => "name";

        public override string Text => Name;

        public override bool Covers(AlarmMatch other) => other == this;

        public override bool Matches(Signal.AlarmChanged alarm) => alarm.Name == Name;
    }

    /// <summary>A name pattern with * and ?.</summary>
    public sealed record ByPattern(string Pattern) : AlarmMatch
    {
        public override string Member => "namePattern";

        public override string Text => Pattern;

        /// <summary>Whether it matches every name, or every one of some length: "*", "?*".</summary>
        public bool TakesAll => Pattern.Contains('*') && Pattern.All(letter => letter is '*' or '?');

        public override bool Covers(AlarmMatch other) =>
            other switch
            {
                ByName byName => Matches(byName.Name),
                ByPattern byPattern => Covers(Pattern, byPattern.Pattern),
                ByTag => false,
                _ => throw new System.Diagnostics.UnreachableException(),
            };

        public override bool Matches(Signal.AlarmChanged alarm) => Takes(alarm.Name);

        /// <summary>
        /// Whether it is meant: an autoscaler's alarm for idle capacity is in ALARM whenever all is calm, and only a rule
        /// with its whole name means it.
        /// </summary>
        public bool Takes(string name) => Matches(name) && !IsOfIdleCapacity(name);

        /// <summary>As Application Auto Scaling names the lower alarm of a target tracking.</summary>
        public static bool IsOfIdleCapacity(string name) =>
            name.StartsWith("TargetTracking-", StringComparison.Ordinal)
            && name.Contains("-AlarmLow-", StringComparison.Ordinal);

        public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false);

        /// <summary>Reads the narrower pattern as a name whose * only a * can stand for.</summary>
        private static bool Covers(string wide, string narrow)
        {
            var at = Skip([0]);
            foreach (var letter in narrow)
            {
                at = Skip([.. at.SelectMany(place => After(place, letter))]);
            }

            return at.Contains(wide.Length);

            int[] After(int place, char letter) =>
                place == wide.Length ? []
                : wide[place] == '*' ? [place]
                : letter != '*' && (wide[place] == '?' || wide[place] == letter) ? [place + 1]
                : [];

            HashSet<int> Skip(HashSet<int> places) =>
                [.. places.SelectMany(place => Enumerable.Range(place, 1 + wide[place..].TakeWhile(Star).Count()))];

            static bool Star(char letter) => letter == '*';
        }
    }

    /// <summary>A tag of the alarm (needs tag propagation on its deliveries).</summary>
    public sealed record ByTag(string Key, string Value) : AlarmMatch
    {
        public override string Member => "tag";

        public override string Text => $"{Key}={Value}";

        public override bool Covers(AlarmMatch other) => other == this;

        public override bool Matches(Signal.AlarmChanged alarm) =>
            alarm.Tags.TryGetValue(Key, out var value) && value == Value;
    }
}

/// <summary>Reads one rule: which alarms, and what they mean.</summary>
internal static class AlarmRuleReader
{
    public static AlarmRule Read(JsonPlace place)
    {
        place.IsObject("an object with name, namePattern or tag, perhaps contributor, and target, remedy and severity");
        var rule = new AlarmRule(
            ReadMatch(place),
            new TargetId(place["target"].Text("a service's id")),
            new ProcedureName(place["remedy"].Text("a remedy's name")),
            place["severity"].OneOf(Severity.P3)
        )
        {
            Contributor = ReadContributor(place["contributor"]),
        };
        place.NothingElse();
        return rule;
    }

    private static KeyValuePair<string, string>? ReadContributor(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with key and value");
        var one = KeyValuePair.Create(
            place["key"].Text("a dimension of the alarm's series"),
            place["value"].Text("its value")
        );
        place.NothingElse();
        return one;
    }

    private static AlarmMatch ReadMatch(JsonPlace place)
    {
        var (name, pattern, tag) = (place["name"], place["namePattern"], place["tag"]);
        var given = new[] { name, pattern, tag }.Count(one => one.Exists);
        if (given != 1)
        {
            return place.Fail("exactly one of name, namePattern and tag", new AlarmMatch.ByName(""));
        }

        return name.Exists ? new AlarmMatch.ByName(name.Text("an alarm's name"))
            : pattern.Exists ? new AlarmMatch.ByPattern(pattern.Text("a name pattern with * and ?"))
            : ReadTag(tag);
    }

    private static AlarmMatch.ByTag ReadTag(JsonPlace place)
    {
        place.IsObject("an object with key and value");
        var tag = new AlarmMatch.ByTag(place["key"].Text("a tag's key"), place["value"].Text("a tag's value"));
        place.NothingElse();
        return tag;
    }
}
