using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Zones;

namespace LambdaOps.Account.Services.ArcZonalShift;

/// <summary>ARC zonal shift: load balancers whose attribute says so, their shifts, and AWS's own.</summary>
public sealed class ZonalShiftFace(SimulatedWorld world) : IServiceFace
{
    private const int MostMinutes = 72 * 60;

    private static readonly PageTerms s_pages = new("nextToken", "maxResults", "ValidationException")
    {
        Usual = 100,
        Most = 100,
    };

    private ZonalShifts Shifts => world.ZonalShifts;

    public string Model => "arc-zonal-shift";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "StartZonalShift" => Start(call.Input),
            "UpdateZonalShift" => Update(call.Input),
            "CancelZonalShift" => Cancel(call.Input),
            "ListZonalShifts" => List(call.Input),
            "GetManagedResource" => Get(call.Input),
            "ListManagedResources" => ListResources(call.Input),
            "ListAutoshifts" => ListAutoshifts(call.Input),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's zonal shift does not have {call.Operation} yet.",
                404
            ),
        };

    private JsonObject Start(JsonObject input)
    {
        var balancer = Managed(input.Text("resourceIdentifier") ?? "");
        var zone = input.Text("awayFrom") ?? "";
        if (!ZonesOf(balancer).Contains(zone))
        {
            throw Invalid("InvalidAz", $"The Availability Zone {zone} is not a zone ID of the resource.");
        }

        var minutes = MinutesIn(input.Text("expiresIn") ?? "");
        if (Shifts.ActiveOf(balancer) is { } active)
        {
            throw new ServiceFault("ConflictException", "A zonal shift is already active for the resource.", 409)
            {
                Details = new JsonObject { ["reason"] = "ZonalShiftAlreadyExists", ["zonalShiftId"] = active.Id },
            };
        }

        return Write(Shifts.Start(balancer, zone, TimeSpan.FromMinutes(minutes), input.Text("comment") ?? ""));
    }

    private JsonObject Update(JsonObject input)
    {
        var shift = ActiveIn(input);
        if (input.Text("expiresIn") is { } expires)
        {
            shift.ExpiresAt = world.Clock.Now + TimeSpan.FromMinutes(MinutesIn(expires));
        }

        shift.Comment = input.Text("comment") ?? shift.Comment;
        return Write(shift);
    }

    private JsonObject Cancel(JsonObject input)
    {
        var shift = ActiveIn(input);
        Shifts.Cancel(shift);
        return Write(shift);
    }

    private ZonalShiftRecord ActiveIn(JsonObject input)
    {
        var id = input.Text("zonalShiftId") ?? "";
        var found =
            Shifts.All.FirstOrDefault(one => one.Id == id)
            ?? throw new ServiceFault("ResourceNotFoundException", $"The zonal shift {id} does not exist.", 404);
        return found.StatusAt(world.Clock.Now) == "ACTIVE"
            ? found
            : throw new ServiceFault("ConflictException", "The zonal shift is not active.", 409)
            {
                Details = new JsonObject { ["reason"] = "ZonalShiftStatusNotActive", ["zonalShiftId"] = id },
            };
    }

    private JsonObject List(JsonObject input)
    {
        var (status, resource) = (input.Text("status"), input.Text("resourceIdentifier"));
        var found = Shifts
            .All.Where(one => status is null || one.StatusAt(world.Clock.Now) == status)
            .Where(one => resource is null || one.LoadBalancer == resource)
            .Reverse()
            .ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "items",
            one =>
            {
                var written = Write(one);
                written["shiftType"] = TypeOf(one);
                return written;
            }
        );
    }

    private JsonObject Get(JsonObject input) => Describe(Managed(input.Text("resourceIdentifier") ?? ""));

    private JsonObject ListResources(JsonObject input) =>
        Paging.Answer(
            Balancers.Where(Shifts.IsEnabled).ToList(),
            input,
            s_pages,
            "items",
            balancer =>
            {
                var written = Describe(balancer);
                written["availabilityZones"] = FaceJson.Array(ZonesOf(balancer));
                return written;
            }
        );

    private JsonObject ListAutoshifts(JsonObject input)
    {
        var status = input.Text("status");
        var found = Shifts.Autoshifts.Where(one => status is null || StatusOf(one) == status).ToList();
        return Paging.Answer(
            found,
            input,
            s_pages,
            "items",
            one =>
            {
                var written = new JsonObject
                {
                    ["awayFrom"] = one.AwayFrom,
                    ["startTime"] = one.StartedAt.Iso(),
                    ["status"] = StatusOf(one),
                };
                written.PutUnlessNull("endTime", one.EndedAt);
                return written;
            }
        );
    }

    private JsonObject Describe(string balancer)
    {
        var away = Shifts.AwayFrom(balancer);
        var own = Shifts.ActiveOf(balancer);
        var weights = new JsonObject();
        foreach (var zone in ZonesOf(balancer))
        {
            weights[zone] = zone == away ? 0 : 1;
        }

        var applies = Shifts.Autoshifts.Where(one => one.EndedAt is null && one.About.Contains(balancer)).ToList();
        return new JsonObject
        {
            ["arn"] = balancer,
            ["name"] = balancer.Split('/')[^2],
            ["appliedWeights"] = weights,
            ["zonalShifts"] = FaceJson.Array(
                Shifts
                    .Active(balancer)
                    .Select(one =>
                    {
                        var written = Write(one);
                        written.Remove("status");
                        written["appliedStatus"] =
                            one.IsPractice && (own ?? (object?)applies.FirstOrDefault()) is not null
                                ? "NOT_APPLIED"
                                : "APPLIED";
                        written["shiftType"] = TypeOf(one);
                        return written;
                    })
            ),
            ["autoshifts"] = FaceJson.Array(
                applies.Select(one => new JsonObject
                {
                    ["appliedStatus"] = own is null ? "APPLIED" : "NOT_APPLIED",
                    ["awayFrom"] = one.AwayFrom,
                    ["startTime"] = one.StartedAt.Iso(),
                })
            ),
        };
    }

    private static string StatusOf(AutoshiftRecord one) => one.EndedAt is null ? "ACTIVE" : "COMPLETED";

    private static string TypeOf(ZonalShiftRecord one) => one.IsPractice ? "PRACTICE_RUN" : "ZONAL_SHIFT";

    private IEnumerable<string> Balancers =>
        world
            .Fleet.Services.SelectMany(one => new[] { one.Plan.LoadBalancerArn, one.Plan.FrontLoadBalancerArn })
            .OfType<string>()
            .Distinct();

    private List<string> ZonesOf(string balancer) =>
        [
            .. world
                .Fleet.Services.Where(one =>
                    one.Plan.LoadBalancerArn == balancer || one.Plan.FrontLoadBalancerArn == balancer
                )
                .SelectMany(one => one.Plan.Zones)
                .Distinct()
                .Select(zone => ZoneNames.IdOf(world.Plan.Region + zone)),
        ];

    /// <summary>Only what has the attribute is known here.</summary>
    private string Managed(string balancer) =>
        Balancers.Contains(balancer) && Shifts.IsEnabled(balancer)
            ? balancer
            : throw new ServiceFault(
                "ResourceNotFoundException",
                $"The resource {balancer} is not managed by zonal shift.",
                404
            );

    /// <summary>A whole number and m or h, as the model's pattern says.</summary>
    private static int MinutesIn(string text)
    {
        var number = int.Parse(text[..^1], CultureInfo.InvariantCulture);
        var minutes = text[^1] == 'h' ? number * 60 : number;
        return minutes is > 0 and <= MostMinutes
            ? minutes
            : throw Invalid("InvalidExpiresIn", "A zonal shift expires within 72 hours.");
    }

    private static JsonObject Write(ZonalShiftRecord shift, DateTimeOffset now) =>
        new()
        {
            ["zonalShiftId"] = shift.Id,
            ["resourceIdentifier"] = shift.LoadBalancer,
            ["awayFrom"] = shift.AwayFrom,
            ["expiryTime"] = shift.ExpiresAt.Iso(),
            ["startTime"] = shift.StartedAt.Iso(),
            ["status"] = shift.StatusAt(now),
            ["comment"] = shift.Comment,
        };

    private JsonObject Write(ZonalShiftRecord shift) => Write(shift, world.Clock.Now);

    private static ServiceFault Invalid(string reason, string message) =>
        new("ValidationException", message) { Details = new JsonObject { ["reason"] = reason } };
}
