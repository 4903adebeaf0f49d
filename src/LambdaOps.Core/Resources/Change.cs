using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

/// <summary>One change to the world.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
public abstract partial record Change
{
    private Change() { }

    /// <summary>The action in words, with its object.</summary>
    [JsonIgnore]
    public abstract string Description { get; }

    /// <summary>What is looked at again immediately before the change (DESIGN 9.7), in that order.</summary>
    [JsonIgnore]
    public abstract ImmutableArray<Look> Rereads { get; }

    /// <summary>
    /// Whether AWS itself makes a second one harmless: by a condition (If-Match), a token (CallerReference), or because
    /// it names the whole of what is wanted. Then an outcome that nobody wrote down need not be waited for.
    /// </summary>
    [JsonIgnore]
    public abstract bool IsRepeatable { get; }

    /// <summary>
    /// Whether the world already shows the action's effect: asked of an intent whose outcome nobody wrote down.
    /// Missing when the evidence cannot tell.
    /// </summary>
    public abstract Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt);

    /// <summary>The kind of action as estates and records write it ("forceNewDeployment").</summary>
    [JsonIgnore]
    public string Kind => KindOf(GetType());

    /// <summary>All kinds of action.</summary>
    public static ImmutableArray<string> Kinds { get; } =
    [
        KindOf(typeof(ForceNewDeployment)),
        KindOf(typeof(RollBack)),
        KindOf(typeof(RestartAt)),
        KindOf(typeof(SetDesiredCount)),
        KindOf(typeof(SetScalingMinimum)),
        KindOf(typeof(SavePage)),
        KindOf(typeof(PublishMaintenancePage)),
        KindOf(typeof(RestorePage)),
        KindOf(typeof(InvalidateSite)),
    ];

    /// <summary>
    /// Whether it only puts back what LambdaOps took. That needs neither budget nor approval: they were for the taking.
    /// </summary>
    [JsonIgnore]
    public virtual bool GivesBack => false;

    /// <summary>
    /// Whether an approval of <paramref name="offered"/> is one of this action: they are the same, or start from the
    /// same count in the same direction. What was offered is then what is made.
    /// </summary>
    public virtual bool IsCoveredBy(Change offered) => this == offered;

    private static string KindOf(Type type) => char.ToLowerInvariant(type.Name[0]) + type.Name[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
