using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about a table's capacity.
public sealed partial class ChangeKind
{
    private static readonly ImmutableArray<string> s_updateTable = ["dynamodb:UpdateTable"];

    internal static ImmutableArray<ChangeKind> OfTableCapacity =>
        [SetTableThroughput, SetTableBillingMode, SetOnDemandMaximum, SetTableScalingBounds];

    public static ChangeKind SetTableThroughput { get; } =
        new("setTableThroughput")
        {
            Resource = "Tables",
            Permissions = s_updateTable,
            Guards = TableGuards.OfCapacity,
        };

    public static ChangeKind SetTableBillingMode { get; } =
        new("setTableBillingMode")
        {
            Resource = "Tables",
            Permissions = s_updateTable,
            Guards = TableGuards.OfCapacity,
        };

    public static ChangeKind SetOnDemandMaximum { get; } =
        new("setOnDemandMaximum")
        {
            Resource = "Tables",
            Permissions = s_updateTable,
            Guards = TableGuards.OfCapacity,
        };

    public static ChangeKind SetTableScalingBounds { get; } =
        new("setTableScalingBounds")
        {
            Resource = "Tables",
            Permissions = ["application-autoscaling:RegisterScalableTarget"],
            Guards = TableGuards.OfCapacity,
        };
}

[JsonDerivedType(typeof(SetTableThroughput), "setTableThroughput")]
[JsonDerivedType(typeof(SetTableBillingMode), "setTableBillingMode")]
[JsonDerivedType(typeof(SetOnDemandMaximum), "setOnDemandMaximum")]
[JsonDerivedType(typeof(SetTableScalingBounds), "setTableScalingBounds")]
public abstract partial record Change
{
    private static string UnitsOf(UnitKind unit, string? index) =>
        $"{(unit == UnitKind.Read ? "read" : "write")} capacity of {TablePart.NameOf(index)}";

    /// <summary>A change of a table's, or an index's, capacity. It names the whole of what is wanted.</summary>
    public abstract record OfTable : Change
    {
        private protected OfTable(TargetId target) => Target = target;

        public TargetId Target { get; init; }

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [TableLooks.State, AlarmLooks.Active];

        [JsonIgnore]
        public override bool IsRepeatable => true;

        [JsonIgnore]
        public override Direction Direction => ScalesIn ? Direction.Restores : Direction.Takes;

        /// <summary>The most units a second that it allows of a kind; null where it sets no number.</summary>
        [JsonIgnore]
        public virtual (UnitKind Unit, int From, int To)? Units => null;

        /// <summary>Whether the capacity is as the change wants it.</summary>
        internal abstract bool IsThere(TableState table);

        /// <summary>Why it is not any more as it was decided on; null when it is.</summary>
        private protected abstract string? ChangedMeanwhile(TableState live);

        /// <summary>While a table is changed, DescribeTable shows what was there before.</summary>
        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Table is Fact<TableState>.Known { Value: var table } && !table.IsActive && !IsThere(table)
                ? Fact.Missing<bool>("the table is being changed")
                : seen.Table.Map(IsThere);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            live.Table is Fact<TableState>.Known { Value: var now }
                ? now.IsActive
                    ? ChangedMeanwhile(now)
                    : $"the table is being changed: {now}"
                : null;
    }

    /// <summary>UpdateTable: the provisioned units of one kind.</summary>
    /// <param name="Index">Null for the table itself.</param>
    /// <param name="Beside">The units of the other kind, which UpdateTable asks for and which stay.</param>
    public sealed record SetTableThroughput(TargetId Target, string? Index, UnitKind Unit, int From, int To, int Beside)
        : OfTable(Target)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetTableThroughput;

        [JsonIgnore]
        public override string Description =>
            Text($"set the provisioned capacity ({Short(Unit)}) of {NameOf(Target, Index)} from {From} to {To}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places => PlacesOf(Target, Index, Unit, From, To);

        [JsonIgnore]
        public override (UnitKind Unit, int From, int To)? Units => (Unit, From, To);

        [JsonIgnore]
        public override bool ScalesIn => To < From;

        public override Holding? Held() =>
            new Quantity(
                UnitsOf(Unit, Index),
                From,
                To,
                seen => seen.Table is Fact<TableState>.Known(var table, _) && !IsThere(table)
            );

        internal override bool IsThere(TableState table) => table.Units(Index, Unit)?.Provisioned == To;

        private protected override string? ChangedMeanwhile(TableState live) =>
            live.Part(Index) switch
            {
                null => $"there is no {TablePart.NameOf(Index)} any more",
                var part when part.Of(Unit).Provisioned is not { } now => "the table is on-demand now",
                var part when part.Of(Unit).Provisioned is { } now && now != From => ChangedTo(
                    UnitsOf(Unit, Index),
                    From,
                    now
                ),
                var part when part.Of(Other(Unit)).Provisioned is { } other && other != Beside => ChangedTo(
                    UnitsOf(Other(Unit), Index),
                    Beside,
                    other
                ),
                _ => null,
            };

        private static UnitKind Other(UnitKind unit) => unit == UnitKind.Read ? UnitKind.Write : UnitKind.Read;
    }

    /// <summary>UpdateTable: the maximum that the owner sets for on-demand capacity.</summary>
    /// <param name="Index">Null for the table itself.</param>
    public sealed record SetOnDemandMaximum(TargetId Target, string? Index, UnitKind Unit, int From, int To)
        : OfTable(Target)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetOnDemandMaximum;

        [JsonIgnore]
        public override string Description =>
            Text($"set the on-demand maximum ({Short(Unit)}) of {NameOf(Target, Index)} from {From} to {To}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places => PlacesOf(Target, Index, Unit, From, To);

        [JsonIgnore]
        public override (UnitKind Unit, int From, int To)? Units => (Unit, From, To);

        [JsonIgnore]
        public override bool ScalesIn => To < From;

        public override Holding? Held() =>
            new Quantity(
                $"on-demand maximum of the {UnitsOf(Unit, Index)}",
                From,
                To,
                seen => seen.Table is Fact<TableState>.Known(var table, _) && !IsThere(table)
            );

        internal override bool IsThere(TableState table) => table.Units(Index, Unit)?.Maximum == To;

        private protected override string? ChangedMeanwhile(TableState live) =>
            live.Units(Index, Unit) switch
            {
                { Maximum: { } now } when now == From => null,
                { Maximum: { } now } => ChangedTo("on-demand maximum", From, now),
                _ => "nothing limits the on-demand capacity any more",
            };
    }

    /// <summary>
    /// RegisterScalableTarget: between which units Application Auto Scaling moves a capacity. What UpdateTable sets would
    /// be undone.
    /// </summary>
    /// <param name="Index">Null for the table itself.</param>
    /// <param name="From">The minimum that was decided on.</param>
    /// <param name="To">The minimum that it sets.</param>
    public sealed record SetTableScalingBounds(
        TargetId Target,
        string? Index,
        UnitKind Unit,
        int From,
        int To,
        int FromMaximum,
        int ToMaximum
    ) : OfTable(Target)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetTableScalingBounds;

        [JsonIgnore]
        public override string Description =>
            Text(
                $"set the scaling bounds ({Short(Unit)}) of {NameOf(Target, Index)} from {From}-{FromMaximum} to {To}-{ToMaximum}"
            );

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            PlacesOf(Target, Index, Unit, Text($"{From}-{FromMaximum}"), Text($"{To}-{ToMaximum}"));

        [JsonIgnore]
        public override (UnitKind Unit, int From, int To)? Units => (Unit, FromMaximum, ToMaximum);

        [JsonIgnore]
        public override bool ScalesIn => To < From;

        public override Holding? Held() =>
            new Quantity(
                $"scaling minimum of the {UnitsOf(Unit, Index)}",
                From,
                To,
                seen => seen.Table is Fact<TableState>.Known(var table, _) && !IsThere(table)
            );

        internal override bool IsThere(TableState table) =>
            table.Units(Index, Unit)?.Bounds == new UnitBounds(To, ToMaximum);

        private protected override string? ChangedMeanwhile(TableState live) =>
            live.Units(Index, Unit)?.Bounds switch
            {
                null => "nothing scales it automatically any more",
                var now when now == new UnitBounds(From, FromMaximum) => null,
                var now => Text(
                    $"the scaling bounds are {now} now, not {From} to {FromMaximum}: someone else changed them; leaving them alone"
                ),
            };
    }

    /// <summary>UpdateTable: on-demand capacity, or provisioned again with these units.</summary>
    /// <param name="Read">The units that the table has, or is to have, provisioned.</param>
    public sealed record SetTableBillingMode(TargetId Target, TableBilling To, int Read, int Write) : OfTable(Target)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.SetTableBillingMode;

        [JsonIgnore]
        public override string Description =>
            Text($"switch the capacity mode of {Target} to {ModeOf(To)} (provisioned units: {Read}/{Write})");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("mode", ModeOf(To)), ("units", Text($"{Read}/{Write}"))];

        [JsonIgnore]
        public override bool ScalesIn => To == TableBilling.Provisioned;

        public override Holding? Held() => new BillingHolding(this);

        internal override bool IsThere(TableState table) => table.IsOnDemand == (To == TableBilling.OnDemand);

        private protected override string? ChangedMeanwhile(TableState live) =>
            IsThere(live) ? "the table is in that mode already: someone else changed it; leaving it alone" : null;

        private static string ModeOf(TableBilling billing) =>
            billing == TableBilling.OnDemand ? "PAY_PER_REQUEST" : "PROVISIONED";
    }

    private static string NameOf(TargetId target, string? index) => index is null ? target.Value : $"{target}/{index}";

    private static string Short(UnitKind unit) => unit == UnitKind.Read ? "RCU" : "WCU";

    private static ImmutableArray<(string Place, string Value)> PlacesOf(
        TargetId target,
        string? index,
        UnitKind unit,
        int from,
        int to
    ) => PlacesOf(target, index, unit, Text($"{from}"), Text($"{to}"));

    private static ImmutableArray<(string Place, string Value)> PlacesOf(
        TargetId target,
        string? index,
        UnitKind unit,
        string from,
        string to
    ) => [("target", NameOf(target, index)), ("units", Short(unit)), ("from", from), ("to", to)];
}

/// <summary>How DynamoDB bills, and so provides, capacity.</summary>
[JsonConverter(typeof(EnumAsName<TableBilling>))]
public enum TableBilling
{
    OnDemand,
    Provisioned,
}
