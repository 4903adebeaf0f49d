namespace LambdaOps.Core.Procedures.Certificates;

/// <summary>How long before its end a certificate is spoken of, in days.</summary>
public sealed record CertificatesPolicy(int WarnDays, int UrgentDays, int DangerDays) : IPolicy<CertificatesPolicy>
{
    /// <summary>No number here is larger, so that what is described early is enough for any.</summary>
    public const int Most = 90;

    public static CertificatesPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static CertificatesPolicy Read(PolicyReader reader) =>
        new(
            WarnDays: reader.Whole(
                "warnDays",
                from: 1,
                to: Most,
                byDefault: 30,
                "Days before a certificate's end from which it is a warning."
            ),
            UrgentDays: reader.Whole(
                "urgentDays",
                from: 1,
                to: Most,
                byDefault: 14,
                "Days before its end from which the warning says that it is urgent."
            ),
            DangerDays: reader.Whole(
                "dangerDays",
                from: 1,
                to: Most,
                byDefault: 7,
                "Days before its end from which it is a danger."
            )
        );
}
