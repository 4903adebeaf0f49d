namespace LambdaOps.Core.Procedures.SecurityFindings;

/// <summary>How much is named of what AWS's security services found, and which of them have to be on.</summary>
public sealed record SecurityFindingsPolicy(
    int Named,
    bool ExpectsAccessAnalyzer,
    bool ExpectsGuardDuty,
    bool ExpectsSecurityHub,
    bool ExpectsInspector
) : IPolicy<SecurityFindingsPolicy>
{
    public static SecurityFindingsPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static SecurityFindingsPolicy Read(PolicyReader reader) =>
        new(
            Named: reader.Whole(
                "named",
                from: 1,
                to: 20,
                byDefault: 5,
                "How many findings of a service in a region are named, the worst and newest first; the rest is counted."
            ),
            ExpectsAccessAnalyzer: reader.Flag(
                "expectsAccessAnalyzer",
                byDefault: false,
                "Whether it is a warning where Access Analyzer is off."
            ),
            ExpectsGuardDuty: reader.Flag(
                "expectsGuardDuty",
                byDefault: false,
                "Whether it is a warning where GuardDuty is off."
            ),
            ExpectsSecurityHub: reader.Flag(
                "expectsSecurityHub",
                byDefault: false,
                "Whether it is a warning where Security Hub is off."
            ),
            ExpectsInspector: reader.Flag(
                "expectsInspector",
                byDefault: false,
                "Whether it is a warning where Inspector is off."
            )
        );
}
