using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a log group.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfLogGroups => [SetLogRetention];

    public static ChangeKind SetLogRetention { get; } =
        new("setLogRetention") { Resource = "LogGroups", Permissions = ["logs:PutRetentionPolicy"] };
}

[JsonDerivedType(typeof(SetLogRetention), "setLogRetention")]
public abstract partial record Change
{
    /// <summary>Sets how long a log group keeps its events. What is older goes within 72 hours, for good.</summary>
    /// <param name="Before">0: they never expired.</param>
    public sealed record SetLogRetention(string Group, int Days, int Before) : OfCheck
    {
        /// <summary>What goes by it, in words; null where it keeps them longer.</summary>
        [JsonIgnore]
        public string? Lost =>
            Before == 0 ? Text($"everything older than {Days} days goes")
            : Before > Days ? Text($"up to {Before - Days} days of logs go")
            : null;

        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetLogRetention;

        [JsonIgnore]
        public override string Description => Text($"set the retention of {Group} to {Days} days");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Group), ("days", Text($"{Days}"))];

        [JsonIgnore]
        public override bool IsRepeatable => true;
    }
}
