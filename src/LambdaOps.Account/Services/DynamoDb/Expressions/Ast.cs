namespace LambdaOps.Account.Services.DynamoDb.Expressions;

/// <summary>A way into an item: an attribute, then map keys and list places.</summary>
public sealed record DocumentPath(IReadOnlyList<PathStep> Steps)
{
    public string Root => ((PathStep.Key)Steps[0]).Name;

    public bool IsTopLevel => Steps.Count == 1;

    public bool Overlaps(DocumentPath other) => Steps.Zip(other.Steps).All(x => x.First == x.Second);

    /// <summary>As AWS shows it in errors.</summary>
    public override string ToString() => $"[{string.Join(", ", Steps)}]";
}

public abstract record PathStep
{
    private PathStep() { }

    public sealed record Key(string Name) : PathStep
    {
        public override string ToString() => Name;
    }

    public sealed record Place(int At) : PathStep
    {
        public override string ToString() => $"[{At}]";
    }
}

/// <summary>Something that has a value.</summary>
public abstract record Operand
{
    private Operand() { }

    public sealed record At(DocumentPath Path) : Operand;

    public sealed record Given(string Placeholder, AttributeValue Value) : Operand;

    public sealed record SizeOf(Operand Of) : Operand;

    public sealed record IfNotExists(DocumentPath Path, Operand Otherwise) : Operand;

    public sealed record ListAppend(Operand First, Operand Second) : Operand;

    public sealed record Plus(Operand First, Operand Second) : Operand;

    public sealed record Minus(Operand First, Operand Second) : Operand;
}

/// <summary>Something that holds or does not.</summary>
public abstract record Condition
{
    private Condition() { }

    public sealed record Compare(string Operator, Operand Left, Operand Right) : Condition;

    public sealed record Between(Operand Value, Operand Low, Operand High) : Condition;

    public sealed record In(Operand Value, IReadOnlyList<Operand> Among) : Condition;

    public sealed record Exists(DocumentPath Path) : Condition;

    public sealed record NotExists(DocumentPath Path) : Condition;

    public sealed record HasType(DocumentPath Path, string Type) : Condition;

    public sealed record BeginsWith(Operand Value, Operand Prefix) : Condition;

    public sealed record Contains(Operand Value, Operand Part) : Condition;

    public sealed record And(Condition First, Condition Second) : Condition;

    public sealed record Or(Condition First, Condition Second) : Condition;

    public sealed record Not(Condition Inner) : Condition;
}

/// <summary>One change that an update expression makes.</summary>
public abstract record ItemChange(DocumentPath Path)
{
    public sealed record Set(DocumentPath Path, Operand Value) : ItemChange(Path);

    public sealed record Remove(DocumentPath Path) : ItemChange(Path);

    public sealed record Add(DocumentPath Path, AttributeValue Value) : ItemChange(Path);

    public sealed record Delete(DocumentPath Path, AttributeValue Value) : ItemChange(Path);
}
