using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.IdentityManagement;

/// <summary>
/// IAM: the credential report, made in some seconds and kept for four hours; and the list of who may do what.
/// </summary>
public sealed class IdentityManagementFace(SimulatedWorld world) : IServiceFace
{
    private static readonly string[] s_keyColumns =
    [
        "active",
        "last_rotated",
        "last_used_date",
        "last_used_region",
        "last_used_service",
    ];

    private static readonly TimeSpan s_keptFor = TimeSpan.FromHours(4);

    private static readonly string[] s_columns =
    [
        "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation",
        "mfa_active",
        KeyColumns(1),
        KeyColumns(2),
        "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated",
    ];

    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start = world.Clock.Now;
    private readonly AuthorizationDetails _details = new(world, world.Clock.Now);
    private DateTimeOffset? _madeAt;

    public string Model => "iam";

    public JsonObject Handle(ServiceCall call)
    {
        lock (_lock)
        {
            return call.Operation switch
            {
                "GenerateCredentialReport" => Generate(call.At),
                "GetCredentialReport" => Get(call.At),
                "GetAccountAuthorizationDetails" => _details.Get(call),
                _ => throw new ServiceFault(
                    "NotImplemented",
                    $"The simulated account's IAM does not have {call.Operation} yet.",
                    501
                ),
            };
        }
    }

    private JsonObject Generate(DateTimeOffset now)
    {
        if (_madeAt is { } made && now < made + s_keptFor)
        {
            return new JsonObject { ["State"] = now < made ? "INPROGRESS" : "COMPLETE" };
        }

        var description = _madeAt is null
            ? "No report exists. Starting a new report generation task"
            : "The report has expired. Starting a new report generation task";
        _madeAt = now + world.Plan.CredentialReportTakes;
        return new JsonObject { ["State"] = "STARTED", ["Description"] = description };
    }

    private JsonObject Get(DateTimeOffset now) =>
        _madeAt switch
        {
            null => throw new ServiceFault(
                "CredentialReportNotPresentException",
                "There is no credential report: generate one first",
                410
            ),
            { } made when now < made => throw new ServiceFault(
                "CredentialReportNotReadyException",
                "The credential report is still being generated",
                404
            ),
            { } made when now >= made + s_keptFor => throw new ServiceFault(
                "CredentialReportExpiredException",
                "The credential report has expired: generate a new one",
                410
            ),
            { } made => new JsonObject
            {
                ["Content"] = Nodes.Bytes(Encoding.UTF8.GetBytes(Text())),
                ["ReportFormat"] = "text/csv",
                ["GeneratedTime"] = Nodes.Moment(made),
            },
        };

    private string Text() =>
        string.Join('\n', world.Plan.IamUsers.Select(Row).Prepend(Row(world.Plan.RootUser)).Prepend(Header));

    private static string Header => string.Join(',', s_columns);

    private string Row(IamUserPlan user)
    {
        var isRoot = ReferenceEquals(user, world.Plan.RootUser);
        var here = $"arn:aws:iam::{world.Plan.AccountId}:";
        return string.Join(
            ',',
            user.Name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? user.Name : $"\"{user.Name.Replace("\"", "\"\"")}\"",
            isRoot ? $"{here}root" : $"{here}user/service",
            Written(_start - TimeSpan.FromDays(1000)),
            isRoot ? "not_supported" : Written(user.HasPassword),
            user.HasPassword ? Written(_start - TimeSpan.FromDays(1)) : "N/A",
            isRoot ? "not_supported"
                : user.HasPassword ? Written(_start - TimeSpan.FromDays(60))
                : "N/A",
            isRoot ? "not_supported" : "N/A",
            Written(user.HasMfa),
            Key(user.Keys.ElementAtOrDefault(0)),
            Key(user.Keys.ElementAtOrDefault(1)),
            "false,N/A,false,N/A"
        );
    }

    private string Key(AccessKeyPlan? key) =>
        key is null
            ? "false,N/A,N/A,N/A,N/A"
            : string.Join(
                ',',
                Written(key.IsActive),
                Written(_start - key.Age),
                key.Unused is { } unused ? $"{Written(_start - unused)},{world.Plan.Region},s3" : "N/A,N/A,N/A"
            );

    private static string KeyColumns(int number) =>
        string.Join(',', s_keyColumns.Select(what => $"access_key_{number}_{what}"));

    private static string Written(bool isSo) => isSo ? "true" : "false";

    private static string Written(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:s}+00:00");
}
