namespace LambdaOps.Campaigns.Tests;

/// <summary>Mistakes made on purpose, by leaving out, replacing or wrapping one part: the proof of the proof.</summary>
internal static class Defects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        .. GuardDefects.All,
        .. JournalDefects.All,
        .. CallDefects.All,
        .. EvidenceDefects.All,
        .. RemedyDefects.All,
        .. SmokeDefects.All,
        .. WeightDefects.All,
        .. ZoneDefects.All,
    ];
}
