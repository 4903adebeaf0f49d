using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>The repository's estate and schema, and an estate that uses every member there is.</summary>
internal static class EstateFiles
{
    public static string Default => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "estate.json"));

    public static string Schema => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "estate.schema.json"));

    /// <summary>With a setting of every check, each number another one than its default.</summary>
    public static string Full { get; } =
        Written.Replace("\"checks\": {}", $"\"checks\": {Checks().ToJsonString()}", StringComparison.Ordinal);

    private static string Written =>
        """
            {
              "$schema": "./estate.schema.json",
              "name": "everything",
              "account": "123456789012",
              "region": "ap-northeast-1",
              "timeZone": "Asia/Tokyo",
              "culture": "ja",
              "disasterRecovery": {
                "region": "ap-northeast-3",
                "stack": "shop-recovery",
                "services": [
                  {
                    "of": "api", "cluster": "recovery", "service": "api-service", "normal": 4, "standby": 1,
                    "health": { "url": "https://dr.example.com/health", "contains": "ok", "timeoutSeconds": 4 },
                    "smokeTest": {
                      "endpoint": "https://dr.example.com",
                      "paths": [{ "path": "/list", "status": 201, "contains": "{", "withinMs": 900 }],
                      "answerWithinSeconds": 4, "attempts": 4, "retryAfterSeconds": 21, "whenUnable": "fail"
                    }
                  }
                ],
                "traffic": {
                  "publicUrl": "https://www.example.com/health",
                  "marker": "ap-northeast-3",
                  "hostedZoneId": "Z0123456789ABCDEFGHIJ",
                  "record": "www.example.com",
                  "healthCheckId": "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9",
                  "switch": { "bucket": "recovery-place", "key": "failover/active" },
                  "primary": { "url": "https://primary.example.com/health", "contains": "ok", "timeoutSeconds": 4 }
                },
                "tables": ["events"],
                "stopWriters": true,
                "switchPlan": "arn:aws:arc-region-switch::123456789012:plan/shop:abcdef",
                "remedies": {
                  "regionFailover": {
                    "mode": "act",
                    "askFirst": ["turnTraffic"],
                    "askWhileSilenced": true,
                    "approvalWithinSeconds": 912,
                    "policy": {
                      "checkEverySeconds": 21, "probes": 5, "startWithinSeconds": 901, "turnWithinSeconds": 601,
                      "wellForSeconds": 602, "lagAtMostSeconds": 6, "backWithinSeconds": 7201, "blindAtMostSeconds": 311
                    }
                  }
                }
              },
              "recoveryGoals": {
                "service": { "rtoMinutes": 61, "rpoMinutes": 1 },
                "zone": { "rtoMinutes": 121, "rpoMinutes": 61 },
                "region": { "rtoMinutes": 241, "rpoMinutes": 62 },
                "data": { "rtoMinutes": 481, "rpoMinutes": 1441 }
              },
              "escalation": {
                "levels": {
                  "P1": { "acknowledgeWithinMinutes": 5, "nextLevel": "L3", "nextAfterMinutes": 16, "clock": "always" },
                  "P2": {
                    "acknowledgeWithinMinutes": 31, "nextLevel": "L2", "nextAfterMinutes": 61, "clock": "always",
                    "riseAfterMinutes": 600
                  },
                  "P3": {
                    "acknowledgeWithinMinutes": 121, "nextLevel": "L3", "nextAfterMinutes": 241, "clock": "businessHours",
                    "riseAfterMinutes": 601
                  },
                  "P4": {
                    "acknowledgeWithinMinutes": 480, "nextLevel": "none", "nextAfterMinutes": 541, "clock": "businessHours",
                    "riseAfterMinutes": 602
                  }
                },
                "firstLevelAtNight": "L2",
                "businessHours": { "days": ["monday", "tuesday", "saturday"], "from": "08:30", "until": "24:00" },
                "publicHolidays": "japan",
                "holidays": ["2026-01-01", "2026-12-31"]
              },
              "reopenWithinSeconds": 1801,
              "joinWithinSeconds": 601,
              "dependencies": [{ "id": "orders-db", "targets": ["api", "web"] }],
              "tables": [
                { "name": "tokens", "expiry": { "by": "timeToLive", "attribute": "expiresAt" } },
                { "name": "sessions", "expiry": { "by": "age", "attribute": "createdAt", "days": 31, "unit": "iso8601" } },
                {
                  "name": "events",
                  "capacity": { "maximumRead": 4001, "maximumWrite": 1001, "onDemand": true },
                  "indexes": ["byDate", "byOwner"],
                  "restore": { "from": "02:30", "until": "04:30" },
                  "changedAttribute": "updatedAt",
                  "remedies": {
                    "databaseErrors": {
                      "mode": "act",
                      "askFirst": ["setTableBillingMode"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 911,
                      "policy": {
                        "checkEverySeconds": 32,
                        "systemErrorsMeanFailing": 11,
                        "settleForSeconds": 303,
                        "activeWithinSeconds": 906,
                        "watchForSeconds": 308,
                        "watchAtMostSeconds": 907,
                        "restoreBelowPercent": 72,
                        "holdAtMostHours": 73,
                        "blindAtMostSeconds": 309,
                        "cooldownSeconds": 310
                      }
                    },
                    "dataRestore": {
                      "mode": "ask",
                      "askFirst": ["restoreTable"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 912,
                      "policy": {
                        "checkEverySeconds": 61,
                        "restoreWithinSeconds": 28801,
                        "activeWithinSeconds": 901,
                        "countAtMost": 20001,
                        "sampleItems": 26,
                        "attendAtMostSeconds": 86401,
                        "blindAtMostSeconds": 310
                      }
                    }
                  }
                }
              ],
              "activeUsers": {
                "namespace": "shop/Application", "metric": "ActiveUsers",
                "dimensions": [{ "name": "Stage", "value": "prod" }]
              },
              "checks": {},
              "budget": { "perTargetPerHour": 21, "perEstatePerHour": 61 },
              "freezes": [
                { "name": "year end", "targets": ["api"], "from": "2026-12-28T18:00", "until": "2027-01-04T09:00" }
              ],
              "weeklyFreezes": [
                { "name": "Friday night", "targets": ["site"], "days": ["friday"], "from": "17:00", "until": "06:00" }
              ],
              "reports": { "bucket": "report-place", "prefix": "days/", "linkHours": 3 },
              "caches": [
                { "id": "sessions", "clusters": ["sessions-001", "sessions-002"] },
                { "id": "pages", "serverless": "pages-prod" }
              ],
              "webAcls": [
                {
                  "arn": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1a2b3c4d-0000-4000-8000-000000000000",
                  "metric": "EdgeBlocks", "logGroup": "aws-waf-logs-edge"
                }
              ],
              "buckets": [
                {
                  "name": "archive", "lifecycle": [{ "prefix": "logs/", "expiryDays": 30 }],
                  "replicateTo": "archive-copy", "versioning": true
                }
              ],
              "baseImages": ["public.ecr.aws/lambda/nodejs:24"],
              "securityGroups": ["shop-*", "db-?"],
              "iam": { "knownAdministrators": ["admins", "AWSReservedSSO_*"], "knownAccounts": ["210987654321"] },
              "tlsHosts": [{ "name": "shop.example", "port": 8443, "connectTo": "192.0.2.7:443" }],
              "logGroups": [{ "name": "/aws/ecs/prod", "retentionDays": 90, "enforce": true }],
              "temporaryFiles": [{ "bucket": "uploads", "prefix": "temp/", "afterDays": 8, "delete": true }],
              "sites": [
                {
                  "id": "site",
                  "bucket": "static",
                  "key": "index.html",
                  "moreKeys": ["talks.html", "talks/index.html"],
                  "distributionId": "E2EXAMPLE",
                  "maintenance": { "bucket": "emergency", "key": "maintenance.html" },
                  "backup": { "bucket": "backup-place", "prefix": "kept/" },
                  "runbook": "https://example.com/runbook#page",
                  "remedies": {
                    "maintenancePage": {
                      "mode": "act",
                      "askFirst": ["publishMaintenancePage"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 907,
                      "policy": { "checkEverySeconds": 12, "blindAtMostSeconds": 303 }
                    }
                  }
                }
              ],
              "services": [
                {
                  "id": "api",
                  "cluster": "prod",
                  "service": "api-service",
                  "capacity": { "floor": 2, "normal": 5, "ceiling": 10 },
                  "health": { "url": "https://example.com/health", "contains": "ok", "timeoutSeconds": 2 },
                  "smokeTest": {
                    "endpoint": "https://green.example.com",
                    "paths": [{ "path": "/list", "status": 200, "contains": "[", "withinMs": 800 }],
                    "answerWithinSeconds": 3,
                    "attempts": 2,
                    "retryAfterSeconds": 20,
                    "whenUnable": "fail"
                  },
                  "performanceTest": "./scripts/performance-test.sh --duration 300",
                  "targetGroupArn": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api/6d0ecf83",
                  "alternateTargetGroupArn": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api-two/7d0ecf83",
                  "trafficRule": {
                    "rule": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:listener-rule/app/api/1a/2b/3c",
                    "otherTargetGroupArn": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api-three/7d0ecf84"
                  },
                  "runbook": "https://example.com/runbook#503",
                  "loadBalancer": "app/alb/50dc6c49",
                  "frontLoadBalancer": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:loadbalancer/net/front/50dc6c4a",
                  "logGroup": "/aws/ecs/prod",
                  "requestFields": { "endpoint": "http.route", "duration": "took-ms" },
                  "secrets": ["prod/env"],
                  "taskRoles": ["execution"],
                  "tables": ["events"],
                  "site": "site",
                  "ladder": ["serviceUnavailable"],
                  "thresholds": {
                    "p50Ms": { "warning": 201, "danger": 501 },
                    "p95Ms": { "warning": 502, "danger": 1001 },
                    "p99Ms": { "warning": 1002, "danger": 2001 },
                    "errorPercent": { "warning": 0.2, "danger": 2 },
                    "cpuPercent": { "warning": 71, "danger": 86 },
                    "memoryPercent": { "warning": 76, "danger": 91 }
                  },
                  "remedies": {
                    "latency": {
                      "mode": "act",
                      "askFirst": ["setDesiredCount", "setScalingMinimum"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 908,
                      "policy": {
                        "targetCpuPercent": 56,
                        "leastRequestsPerMinute": 21,
                        "checkEverySeconds": 31,
                        "serveWithinSeconds": 602,
                        "settleForSeconds": 181,
                        "calmForSeconds": 1801,
                        "scaleInEverySeconds": 304,
                        "holdAtMostHours": 7,
                        "watchForSeconds": 182,
                        "watchAtMostSeconds": 903,
                        "deploymentWithinSeconds": 603,
                        "blindAtMostSeconds": 305,
                        "cooldownSeconds": 306
                      }
                    },
                    "zoneShift": {
                      "mode": "act",
                      "askFirst": ["setDesiredCount"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 910,
                      "policy": {
                        "checkEverySeconds": 32,
                        "errorsBadPercent": 6,
                        "errorsWellPercent": 2,
                        "leastRequests": 31,
                        "targetsBadPercent": 51,
                        "probesFailed": 3,
                        "confirmForSeconds": 61,
                        "compareWithinSeconds": 601,
                        "targetCpuPercent": 61,
                        "serveWithinSeconds": 603,
                        "shiftForMinutes": 121,
                        "extendBeforeSeconds": 1801,
                        "shiftAtMostHours": 25,
                        "calmForSeconds": 901,
                        "watchForSeconds": 301,
                        "deploymentWithinSeconds": 604,
                        "watchAtMostSeconds": 904,
                        "blindAtMostSeconds": 312,
                        "cooldownSeconds": 307
                      }
                    },
                    "configChange": {
                      "mode": "act",
                      "askFirst": ["moveCurrentVersion"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 909,
                      "policy": {
                        "checkEverySeconds": 15,
                        "takeAtMostSeconds": 7201,
                        "keepForSeconds": 604801,
                        "blindAtMostSeconds": 311
                      }
                    },
                    "rollout": {
                      "mode": "act",
                      "askFirst": ["startDeployment"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 908,
                      "policy": {
                        "firstGatePercent": 11,
                        "secondGatePercent": 51,
                        "gateForSeconds": 308,
                        "holdAtMostSeconds": 1801,
                        "rollBackAfterHold": false,
                        "minimumRequests": 101,
                        "judgeOverSeconds": 299,
                        "smokeTestWithinSeconds": 11,
                        "performanceTestWithinSeconds": 901,
                        "deploymentWithinSeconds": 605,
                        "rollBackWithinSeconds": 606,
                        "watchForSeconds": 309,
                        "budgetForSeconds": 1802,
                        "watchEveryDeployment": false,
                        "memoryOverSeconds": 1803,
                        "memoryAheadSeconds": 1804,
                        "replaceAfterSeconds": 3601,
                        "rememberedForDays": 10,
                        "checkEverySeconds": 14,
                        "blindAtMostSeconds": 310
                      }
                    },
                    "totalOutage": {
                      "mode": "act",
                      "askFirst": ["restartAt"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 909,
                      "policy": {
                        "checkEverySeconds": 13,
                        "looks": 31,
                        "steadyForSeconds": 21,
                        "watchForSeconds": 62,
                        "watchAtMostSeconds": 904,
                        "deploymentWithinSeconds": 604,
                        "failedTasksMeanFailing": 4,
                        "rememberedForDays": 8,
                        "blindAtMostSeconds": 307,
                        "cooldownSeconds": 905
                      }
                    },
                    "serviceUnavailable": {
                      "mode": "act",
                      "askFirst": ["rollBack"],
                      "askWhileSilenced": true,
                      "approvalWithinSeconds": 910,
                      "policy": {
                        "probes": 4,
                        "probeEverySeconds": 2,
                        "actAtOnceWhenEvidenceAgrees": false,
                        "checkEverySeconds": 11,
                        "recoverWithinSeconds": 301,
                        "watchForSeconds": 61,
                        "watchAtMostSeconds": 901,
                        "deploymentWithinSeconds": 601,
                        "failedTasksMeanFailing": 3,
                        "rememberedForDays": 9,
                        "blindAtMostSeconds": 302,
                        "cooldownSeconds": 902
                      }
                    }
                  }
                },
                {
                  "id": "web",
                  "cluster": "prod",
                  "service": "web-service",
                  "capacity": { "floor": 1, "normal": 2, "ceiling": 4 },
                  "health": { "url": "https://example.com/web", "contains": "ok" },
                  "targetGroupArn": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/web/6d0ecf84"
                }
              ],
              "alarms": [
                { "name": "api-5xx", "target": "api", "remedy": "serviceUnavailable", "severity": "P1" },
                { "namePattern": "api-*", "target": "api", "remedy": "serviceUnavailable", "severity": "P2" },
                {
                  "tag": { "key": "lambdaops", "value": "api/serviceUnavailable" },
                  "contributor": { "key": "ServiceName", "value": "api" },
                  "target": "api", "remedy": "serviceUnavailable", "severity": "P3"
                },
                { "name": "events-throttled", "target": "events", "remedy": "databaseErrors", "severity": "P2" }
              ]
            }
            """;

    private static JsonObject Checks() =>
        new([
            .. AllProcedures.Checks.Select(check =>
                KeyValuePair.Create(
                    check.Name.Value,
                    (JsonNode?)
                        new JsonObject
                        {
                            ["mode"] = "act",
                            ["policy"] = new JsonObject([
                                .. check.Numbers.Select(number =>
                                    KeyValuePair.Create(number.Name, (JsonNode?)Another(number))
                                ),
                            ]),
                        }
                )
            ),
        ]);

    private static JsonValue Another(PolicyNumber number) =>
        number.Bounds is not var (from, to)
            ? JsonValue.Create(number.Default == 0)
            : JsonValue.Create(number.Default < to ? number.Default + 1 : from);

    public static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    public static IReadOnlyList<EstateError> ErrorsOf(string json) =>
        EstateReader.Read(json) switch
        {
            EstateReading.Valid => [],
            EstateReading.Invalid invalid => invalid.Errors,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Errors after one change of the full example.</summary>
    public static IReadOnlyList<EstateError> ErrorsAfter(Action<JsonNode> change)
    {
        var root = Parse(Full);
        change(root);
        return ErrorsOf(root.ToJsonString());
    }
}
