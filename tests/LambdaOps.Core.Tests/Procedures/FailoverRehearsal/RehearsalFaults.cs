using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Procedures.FailoverRehearsal.FailoverRehearsalTests;

namespace LambdaOps.Core.Tests.Procedures.FailoverRehearsal;

/// <summary>One thing each that is not as a failover needs it, how that is called, and what is said of it.</summary>
public static class RehearsalFaults
{
    public static TheoryData<string, Action<Dictionary<Look, Fact>>, ReadinessState, string> All =>
        new()
        {
            {
                "no stack",
                w => w[ReadinessLooks.Stack] = Known(new RecoveryStack((string?)null)),
                ReadinessState.Missing,
                "to create one in an outage is no plan"
            },
            {
                "broken stack",
                w =>
                    w[ReadinessLooks.Stack] = Known(
                        new RecoveryStack("UPDATE_ROLLBACK_COMPLETE") { Detection = "d-1" }
                    ),
                ReadinessState.Drifted,
                "is UPDATE_ROLLBACK_COMPLETE"
            },
            {
                "drift refused",
                w =>
                    w[ReadinessLooks.Stack] = Known(
                        new RecoveryStack("UPDATE_COMPLETE")
                        {
                            WhyNotDetected = "Throttling",
                            LastDrift = "IN_SYNC",
                            LastCheckedAt = s_now.AddDays(-31),
                        }
                    ),
                ReadinessState.NotSeen,
                "the last search, on 2025-12-04, said IN_SYNC"
            },
            {
                "drifted",
                w =>
                    w[ReadinessLooks.Drift] = Known(
                        s_inSync with
                        {
                            HasDrifted = true,
                            Resources =
                            [
                                new DriftedResource("Api", "AWS::ECS::Service", "MODIFIED", ["/DesiredCount"]),
                            ],
                        }
                    ),
                ReadinessState.Drifted,
                "Api (AWS::ECS::Service) in /DesiredCount"
            },
            {
                "drift in part",
                w => w[ReadinessLooks.Drift] = Known(s_inSync with { WhyFailed = "Api could not be read" }),
                ReadinessState.NotSeen,
                "Api could not be read"
            },
            {
                "no service",
                w =>
                    w[ReadinessLooks.Services] = Known(
                        new StandbyServices([new StandbyServiceSeen(Some.Target, null, 0)])
                    ),
                ReadinessState.Missing,
                "ECS has no service api in cluster recovery"
            },
            {
                "stopped service",
                w => w[ReadinessLooks.Services] = Known(new StandbyServices([s_service with { Running = 0 }])),
                ReadinessState.Drifted,
                "0 of 1 tasks run, and 1 are to stand by"
            },
            {
                "image of the lost region",
                w => Images(w, Image($"123456789012.dkr.ecr.{Lost}.amazonaws.com/shop:1", "sha256:a")),
                ReadinessState.Missing,
                $"pulled from the registry in {Lost}, which counts as lost"
            },
            {
                "image not pushed",
                w => Images(w, s_image with { Digest = null }),
                ReadinessState.Missing,
                "no task can start there"
            },
            {
                "older image",
                w => Images(w, s_image with { Digest = "sha256:b" }),
                ReadinessState.Drifted,
                "is another image than shop:1"
            },
            {
                "image elsewhere",
                w => Images(w, Image("docker.io/shop:1", null)),
                ReadinessState.NotSeen,
                "is in no registry of ECR"
            },
            {
                "secret not replicated",
                w => w[ReadinessLooks.Secrets] = Known(new SecretReplicas([new SecretReplica("shop-env", null)])),
                ReadinessState.Missing,
                "tasks that take it would not start there"
            },
            {
                "secret not in sync",
                w => w[ReadinessLooks.Secrets] = Known(new SecretReplicas([new SecretReplica("shop-env", "Failed")])),
                ReadinessState.Drifted,
                "is Failed"
            },
            {
                "no replica",
                w => Tables(w, new TableReplica("events", null, null)),
                ReadinessState.Missing,
                $"its backups in {Lost} are no plan"
            },
            {
                "replica in the making",
                w => Tables(w, new TableReplica("events", "CREATING", null)),
                ReadinessState.Drifted,
                "is CREATING"
            },
            {
                "replica far behind",
                w => Tables(w, new TableReplica("events", "ACTIVE", TimeSpan.FromSeconds(61))),
                ReadinessState.Drifted,
                "was at most 61 s behind"
            },
            {
                "lag not known",
                w => Tables(w, new TableReplica("events", "ACTIVE", null) { WhyNoLag = "no number" }),
                ReadinessState.NotSeen,
                "no number"
            },
            {
                "no certificate",
                w =>
                    w[CertificateLooks.Stored] = Known(
                        new StoredCertificates([new CertificatesOfRegion(Region, [Certificate("www.example.com")])])
                    ),
                ReadinessState.Missing,
                "no certificate for dr.example.com"
            },
            {
                "expired certificate",
                w =>
                    w[CertificateLooks.Stored] = Known(
                        new StoredCertificates([
                            new CertificatesOfRegion(Region, [Certificate("*.example.com") with { NotAfter = s_now }]),
                        ])
                    ),
                ReadinessState.Missing,
                "has expired"
            },
            {
                "unhealthy",
                w =>
                    w[ReadinessLooks.Answers] = Known(
                        new StandbyAnswers([
                            new StandbyAnswer(Some.Target, s_recovery.Services[0].Health.Url, Some.FailedProbe),
                        ])
                    ),
                ReadinessState.Missing,
                "traffic would not be turned to it"
            },
            {
                "smoke test",
                w =>
                    w[ReadinessLooks.Answers] = Known(
                        new StandbyAnswers([
                            new StandbyAnswer(Some.Target, s_recovery.Services[0].Health.Url, Some.HealthyProbe)
                            {
                                Lacks = "/talks answered 500",
                            },
                        ])
                    ),
                ReadinessState.Missing,
                "its smoke test fails (/talks answered 500): traffic would not be turned to it"
            },
            {
                "no records",
                w => w[ReadinessLooks.Traffic] = Known(s_traffic with { Primary = null }),
                ReadinessState.Missing,
                "has no primary failover record"
            },
            {
                "nowhere to turn to",
                w => w[ReadinessLooks.Traffic] = Known(s_traffic with { Secondary = null }),
                ReadinessState.Missing,
                "nowhere to turn to"
            },
            {
                "another check",
                w => w[ReadinessLooks.Traffic] = Known(s_traffic with { Primary = new FailoverRecord(null, "other") }),
                ReadinessState.Drifted,
                "has health check other"
            },
            {
                "no check",
                w => w[ReadinessLooks.Traffic] = Known(s_traffic with { Check = null }),
                ReadinessState.Missing,
                "Route 53 has no health check"
            },
            {
                "disabled check",
                w =>
                    w[ReadinessLooks.Traffic] = Known(
                        s_traffic with
                        {
                            Check = s_traffic.Check! with { IsDisabled = true },
                        }
                    ),
                ReadinessState.Missing,
                "is disabled"
            },
            {
                "check not inverted",
                w =>
                    w[ReadinessLooks.Traffic] = Known(
                        s_traffic with
                        {
                            Check = s_traffic.Check! with { IsInverted = false },
                        }
                    ),
                ReadinessState.Missing,
                "is not inverted"
            },
            {
                "check of another object",
                w =>
                    w[ReadinessLooks.Traffic] = Known(
                        s_traffic with
                        {
                            Check = s_traffic.Check! with { Path = "/other" },
                        }
                    ),
                ReadinessState.Drifted,
                "and not for failover/active"
            },
            {
                "no accelerated recovery",
                w => w[ReadinessLooks.Traffic] = Known(s_traffic with { HasAcceleratedRecovery = false }),
                ReadinessState.Drifted,
                "no accelerated recovery"
            },
        };
}
