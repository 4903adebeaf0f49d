using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>One write to AWS. The cases stand in the folders of their resources.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
public abstract partial record Change
{
    private Change() { }

    /// <summary>All kinds of change that remedies make, resource by resource.</summary>
    public static ImmutableArray<ChangeKind> Kinds { get; } =
    [
        .. ChangeKind.OfServices,
        .. ChangeKind.OfScaling,
        .. ChangeKind.OfDeployments,
        .. ChangeKind.OfWeights,
        .. ChangeKind.OfSites,
        .. ChangeKind.OfTableCapacity,
        .. ChangeKind.OfRestores,
        .. ChangeKind.OfTaskDefinitions,
        .. ChangeKind.OfSecrets,
        .. ChangeKind.OfZones,
        .. ChangeKind.OfRegions,
    ];

    /// <summary>All kinds of change that checks make, resource by resource.</summary>
    public static ImmutableArray<ChangeKind> KindsOfChecks { get; } =
    [
        .. ChangeKind.OfTables,
        .. ChangeKind.OfLogGroups,
        .. ChangeKind.OfStorage,
        .. ChangeKind.OfBackups,
        .. ChangeKind.OfScratchTables,
    ];

    [JsonIgnore]
    public abstract ChangeKind Kind { get; }

    /// <summary>It in words, with its object.</summary>
    [JsonIgnore]
    public abstract string Description { get; }

    /// <summary>What stands in the places of its text in the notices' languages (action.KIND).</summary>
    [JsonIgnore]
    public abstract ImmutableArray<(string Place, string Value)> Places { get; }

    /// <summary>What is looked at again immediately before the change (DESIGN 9.7), in that order.</summary>
    [JsonIgnore]
    public abstract ImmutableArray<Look> Rereads { get; }

    /// <summary>
    /// What is looked at beside that for the record alone: the change is made without it. Its remedies name it among
    /// their looks.
    /// </summary>
    [JsonIgnore]
    public virtual ImmutableArray<Look> Noted => [];

    /// <summary>
    /// Whether AWS itself makes a second one harmless: by a condition (If-Match), a token (CallerReference), or because
    /// it names the whole of what is wanted. Then an outcome that nobody wrote down need not be waited for.
    /// </summary>
    [JsonIgnore]
    public virtual bool IsRepeatable => false;

    /// <summary>What only restores needs neither budget nor approval: they were for the taking.</summary>
    [JsonIgnore]
    public virtual Direction Direction => Direction.Takes;

    /// <summary>Whether a person has to approve it in mode "act", too (DESIGN 9.9): it can cost users or data.</summary>
    [JsonIgnore]
    public virtual bool NeedsApproval => false;

    /// <summary>Whether it brings back what served before a deployment.</summary>
    [JsonIgnore]
    public virtual bool RollsBack => false;

    /// <summary>What it takes, to be restored before its incident ends; null when that is nothing.</summary>
    public virtual Holding? Held() => null;

    /// <summary>
    /// Whether the evidence already shows the change's effect: asked of an intent whose outcome nobody wrote down.
    /// Missing when the evidence cannot say.
    /// </summary>
    public abstract Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt);

    /// <summary>
    /// Why the resource is not any more as the change was decided on, in words; null when it is, or cannot be compared.
    /// </summary>
    /// <param name="decided">What was decided on; null when nothing was looked at in between.</param>
    public virtual string? Overtaken(Evidence? decided, Evidence live) => null;

    /// <summary>
    /// Whether an approval of <paramref name="offered"/> is one of this change: they are the same, or start from the
    /// same count in the same direction. What was offered is then what is made.
    /// </summary>
    public virtual bool IsCoveredBy(Change offered) => this == offered;

    /// <summary>
    /// A change that a check makes. The check looks again by itself before and after, so what incidents ask of a change
    /// is not asked of it.
    /// </summary>
    public abstract record OfCheck : Change
    {
        private protected OfCheck() { }

        [JsonIgnore]
        public sealed override ImmutableArray<Look> Rereads => [];

        public sealed override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            Fact.Missing<bool>("the check looks again");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Whether a change takes something away, or restores what LambdaOps took.</summary>
public enum Direction
{
    Takes,
    Restores,
}

/// <summary>
/// What all changes of a kind have in common. The kinds stand beside their cases, in the folder of their resource.
/// </summary>
public sealed partial class ChangeKind
{
    private ChangeKind(string name) => Name = name;

    /// <summary>As estates and records write it ("forceNewDeployment").</summary>
    public string Name { get; }

    /// <summary>The folder of its resource ("Services").</summary>
    public required string Resource { get; init; }

    /// <summary>The IAM actions that AWS asks for when it gets the change's call.</summary>
    public required ImmutableArray<string> Permissions { get; init; }

    /// <summary>The guards of its resource, in the order in which they are asked.</summary>
    public ImmutableArray<Guard> Guards { get; private init; } = [];

    public override string ToString() => Name;
}
