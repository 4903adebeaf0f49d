using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.Certificates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the look at certificates.</summary>
public static class CertificateDrills
{
    private static readonly DateTime s_morning = new(2026, 1, 15, 7, 55, 0);

    /// <summary>Some hours more than whole days, as the check runs minutes after the world begins.</summary>
    private static readonly TimeSpan s_aBit = TimeSpan.FromHours(3);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Morning("certificate-fine", "All certificates last for months; one that has expired is in use nowhere.") with
        {
            ShapeWorld = plan => With(plan, Other(plan) with { Left = TimeSpan.FromDays(-9), IsInUse = false }),
            Reports = scene =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            $"ACM in {scene.Estate.Region}: 2 certificates, the next in use expires in 167 days",
                            "1 not in use: other.example, expired on 2026-01-",
                            HasHost(scene) is null
                                ? "hosts serve trusted certificates for their names"
                                : "no host is asked",
                        ],
                    },
                ],
        },
        Morning(
            "certificate-ecdsa",
            "A certificate with an ECDSA key, which ACM does not list by default, expires in 5 days."
        ) with
        {
            ShapeWorld = plan =>
                With(
                    plan,
                    Other(plan) with
                    {
                        KeyAlgorithm = "EC_prime256v1",
                        Left = TimeSpan.FromDays(5) + s_aBit,
                        IsImported = true,
                    }
                ),
            Reports = scene =>
                [
                    new(
                        FindingLevel.Danger,
                        $"other.example (ACM in {scene.Estate.Region}, EC_prime256v1) expires in 5 days"
                    ),
                ],
        },
        Morning(
            "certificate-not-renewed",
            "ACM cannot renew a certificate that is in use, as its domain is not validated any more: 12 days are left."
        ) with
        {
            ShapeWorld = plan =>
                With(plan, Other(plan) with { Left = TimeSpan.FromDays(12) + s_aBit, Renewal = "PENDING_VALIDATION" }),
            Reports = _ =>
                [
                    new(FindingLevel.Warning, "ACM cannot renew it before its domain is validated: look at its DNS")
                    {
                        Says = ["; it is urgent now"],
                    },
                ],
        },
        Morning(
            "certificate-served",
            "ACM has renewed a certificate, and the host still serves the old one, with 40 days left."
        ) with
        {
            Needs = [HasHost],
            ShapeWorld = plan => Serving(plan, new ServedCertificatePlan(HostOf(plan))),
            Reports = _ => [new(FindingLevel.Warning, "serves an older certificate than ACM has for it")],
        },
        Morning(
            "certificate-of-another",
            "A host serves a certificate that is for another name, and expires soon."
        ) with
        {
            Needs = [HasHost],
            ShapeWorld = plan =>
                Serving(
                    plan,
                    new ServedCertificatePlan(HostOf(plan))
                    {
                        Name = "someone-else.example",
                        Left = TimeSpan.FromDays(200),
                    }
                ),
            Reports = _ =>
                [
                    new(
                        FindingLevel.Danger,
                        "serves a certificate for another name (someone-else.example): visitors are refused"
                    ),
                ],
        },
        Morning(
            "certificate-untrusted",
            "A host serves a certificate that nobody signed, which ACM's list alone does not show."
        ) with
        {
            Needs = [HasHost],
            ShapeWorld = plan =>
                Serving(
                    plan,
                    new ServedCertificatePlan(HostOf(plan)) { IsTrusted = false, Left = TimeSpan.FromDays(200) }
                ),
            Reports = _ => [new(FindingLevel.Danger, "serves a certificate that the roots of trust.pem do not prove")],
        },
        Morning("certificate-blind", "ACM refuses to answer, and no host is reached: nothing is called fine.") with
        {
            Needs = [HasHost],
            Script = stage =>
            {
                var world = stage.Simulation.World;
                world.Disturb(
                    new ApiFault(
                        "acm",
                        "*",
                        world.Clock.Now,
                        world.Clock.Now + TimeSpan.FromHours(1),
                        ApiFaultKind.Denied
                    )
                );
                foreach (var host in CertificatePlaces.Of(stage.Scene.Estate).Hosts)
                {
                    world.Certificates.Unreachable.Add(host.Name);
                }
            },
            Reports = scene =>
                [
                    new(
                        FindingLevel.Missing,
                        [
                            .. CertificatePlaces
                                .Of(scene.Estate)
                                .Regions.Select(region => $"ACM in {region} could not be seen: AccessDenied"),
                            .. CertificatePlaces
                                .Of(scene.Estate)
                                .Hosts.Select(host => $"{host}: its certificate could not be seen: "),
                        ]
                    ),
                ],
        },
    ];

    private static Drill Morning(string name, string what) =>
        new(name, what)
        {
            Check = CertificatesProcedure.ProcedureName,
            StartsAt = s_morning,
            Script = _ => { },
        };

    private static WorldPlan With(WorldPlan plan, CertificatePlan more) =>
        plan with
        {
            Certificates = [.. plan.Certificates, more],
        };

    private static CertificatePlan Other(WorldPlan plan) => new("other.example", plan.Region);

    private static WorldPlan Serving(WorldPlan plan, ServedCertificatePlan served) => plan with { Served = [served] };

    /// <summary>The first host: the world's certificates begin with it.</summary>
    private static string HostOf(WorldPlan plan) => plan.Certificates[0].Domain;

    private static string? HasHost(DrillScene scene) =>
        CertificatePlaces.Of(scene.Estate).Hosts.IsEmpty ? "the estate names no host with TLS" : null;
}
