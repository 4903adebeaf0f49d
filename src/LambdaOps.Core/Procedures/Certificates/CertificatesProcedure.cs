using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Certificates;

/// <summary>
/// 週次セキュリティレビュー 3. 証明書有効期限確認. The runbook's line:
/// <code>
/// openssl s_client -servername … -connect …:443 | openssl x509 -noout -dates
/// </code>
/// What ACM has, of every kind of key and in every region of the estate, and what each host really serves. It runs daily,
/// as a certificate that has eight days left on one Monday has one left on the next.
/// </summary>
public sealed class CertificatesProcedure : Check<CertificatesPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("certificates");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("SecurityCheck");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(8, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 08:00",
            Does: "looks when the certificates of ACM end, of every kind of key and in every region of the estate, and what "
                + "each host serves in a TLS handshake: its end, its name, its chain, and whether ACM has a newer one",
            StopsWhen: "each certificate and host has been looked at"
        )
        {
            Runbook = "証明書有効期限確認",
        };

    public override ImmutableArray<Look> Looks { get; } = [CertificateLooks.Stored, CertificateLooks.Served];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        [new CheckPart("all", CertificatePlaces.Of(estate))];

    public override CheckDecision Decide(CheckSituation situation) =>
        situation.Seen.Of(CertificateLooks.Stored) is Fact<StoredCertificates>.NotAsked
            ? new CheckDecision.Look(situation.Part.About, Looks)
            : new CheckDecision.Report(new CertificateJudgement(situation, PolicyIn(situation.Estate)).Findings());
}
