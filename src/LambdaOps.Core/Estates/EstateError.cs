namespace LambdaOps.Core.Estates;

/// <summary>One thing wrong with an estate file.</summary>
/// <param name="Path">JSON path of the place: $.services[0].capacity.floor.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What should.</param>
public sealed record EstateError(string Path, string Found, string Expected)
{
    public override string ToString() => $"{Path}: found {Found}, expected {Expected}";
}

/// <summary>An estate, or all that is wrong with its file.</summary>
public abstract record EstateReading
{
    private EstateReading() { }

    public sealed record Valid(Estate Estate) : EstateReading;

    public sealed record Invalid(IReadOnlyList<EstateError> Errors) : EstateReading;
}
