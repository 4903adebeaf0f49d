namespace LambdaOps.Core;

/// <summary>The estate's name for one thing that is operated ("api-service").</summary>
public readonly record struct TargetId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>An incident's name, unique in the journal and readable: 20260115-api-service-031500 (UTC).</summary>
public readonly record struct IncidentId(string Value)
{
    public static IncidentId For(TargetId target, DateTimeOffset openedAt) =>
        new(string.Create(null, $"{openedAt.UtcDateTime:yyyyMMdd}-{target}-{openedAt.UtcDateTime:HHmmss}"));

    public override string ToString() => Value;
}

/// <summary>A procedure's name as the estate, the template and the record write it ("serviceUnavailable").</summary>
public readonly record struct RemedyName(string Value)
{
    public override string ToString() => Value;
}
