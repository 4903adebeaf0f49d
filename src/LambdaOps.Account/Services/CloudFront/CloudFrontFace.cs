using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.CloudFront;

/// <summary>Amazon CloudFront: the world's distributions and their invalidations.</summary>
public sealed class CloudFrontFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("Marker", "MaxItems", "InvalidArgument");

    public string Model => "cloudfront";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "CreateInvalidation" => CreateInvalidation(call),
            "GetInvalidation" => GetInvalidation(call.Input),
            "GetDistribution" => GetDistribution(call.Input),
            "GetDistributionConfig" => GetDistributionConfig(call.Input),
            "GetCachePolicy" => GetCachePolicy(call.Input),
            "ListDistributions" => ListDistributions(call.Input),
            "ListInvalidations" => ListInvalidations(call.Input),
            _ => throw new ServiceFault("NotImplemented", $"The simulator's CloudFront has no {call.Operation}.", 501),
        };

    private JsonObject CreateInvalidation(ServiceCall call)
    {
        var distribution = DistributionOf(call.Input, "DistributionId");
        var batch =
            call.Input["InvalidationBatch"] as JsonObject
            ?? throw new ServiceFault("MissingBody", "This operation requires a body.");
        var list = batch["Paths"] as JsonObject ?? [];
        var paths = list.Texts("Items");
        if (list.Integer("Quantity") != paths.Count)
        {
            throw new ServiceFault(
                "InconsistentQuantities",
                "The value of Quantity and the size of Items do not match."
            );
        }

        var invalidation = distribution.Invalidate(batch.Text("CallerReference") ?? "", paths, call.Caller);
        return new JsonObject
        {
            ["Location"] =
                $"{call.Endpoint ?? "https://cloudfront.amazonaws.com"}/2020-05-31/distribution/"
                + $"{distribution.Id}/invalidation/{invalidation.Id}",
            ["Invalidation"] = Write(invalidation),
        };
    }

    private JsonObject GetInvalidation(JsonObject input)
    {
        var distribution = DistributionOf(input, "DistributionId");
        var found =
            distribution.FindInvalidation(input.Text("Id") ?? "")
            ?? throw new ServiceFault("NoSuchInvalidation", "The specified invalidation does not exist.", 404);
        return new JsonObject { ["Invalidation"] = Write(found) };
    }

    private JsonObject GetDistribution(JsonObject input)
    {
        var distribution = DistributionOf(input, "Id");
        return new JsonObject
        {
            ["ETag"] = ETagOf(distribution),
            ["Distribution"] = new JsonObject
            {
                ["Id"] = distribution.Id,
                ["ARN"] = distribution.Arn,
                ["Status"] = "Deployed",
                ["LastModifiedTime"] = distribution.CreatedAt.Iso(),
                ["InProgressInvalidationBatches"] = distribution.Invalidations.Count(i => !i.IsCompleted),
                ["DomainName"] = distribution.DomainName,
                ["DistributionConfig"] = ConfigOf(distribution),
            },
        };
    }

    private JsonObject GetDistributionConfig(JsonObject input)
    {
        var distribution = DistributionOf(input, "Id");
        return new JsonObject { ["ETag"] = ETagOf(distribution), ["DistributionConfig"] = ConfigOf(distribution) };
    }

    private JsonObject ListDistributions(JsonObject input) =>
        new() { ["DistributionList"] = ListOf(world.Cdn.Distributions, input, Summary) };

    private JsonObject ListInvalidations(JsonObject input)
    {
        var newestFirst = DistributionOf(input, "DistributionId").Invalidations.Reverse().ToList();
        return new JsonObject
        {
            ["InvalidationList"] = ListOf(
                newestFirst,
                input,
                found => new JsonObject
                {
                    ["Id"] = found.Id,
                    ["CreateTime"] = found.CreatedAt.Iso(),
                    ["Status"] = found.Status,
                }
            ),
        };
    }

    private static JsonObject ListOf<T>(IReadOnlyList<T> all, JsonObject input, Func<T, JsonObject> write)
    {
        var (page, next) = Paging.Of(all, input, s_pages);
        var list = new JsonObject
        {
            ["Marker"] = input.Text("Marker") ?? "",
            ["MaxItems"] = input.Integer("MaxItems") ?? s_pages.Usual,
            ["IsTruncated"] = next is not null,
            ["Quantity"] = page.Count,
            ["Items"] = FaceJson.Array(page.Select(write)),
        };
        list.PutUnlessNull("NextMarker", next);
        return list;
    }

    private JsonObject Summary(Distribution distribution)
    {
        var summary = ConfigOf(distribution);
        summary.Remove("CallerReference");
        summary.Remove("DefaultRootObject");
        summary["Id"] = distribution.Id;
        summary["ARN"] = distribution.Arn;
        summary["ETag"] = ETagOf(distribution);
        summary["Status"] = "Deployed";
        summary["LastModifiedTime"] = distribution.CreatedAt.Iso();
        summary["DomainName"] = distribution.DomainName;
        return summary;
    }

    private JsonObject ConfigOf(Distribution distribution)
    {
        const string Origin = "site";
        var names = distribution.DomainNames.Where(name => name != distribution.DomainName).ToList();
        var origin = new JsonObject
        {
            ["Id"] = Origin,
            ["DomainName"] = $"{distribution.Plan.Bucket}.s3.{world.Plan.Region}.amazonaws.com",
            ["OriginPath"] = "",
            ["CustomHeaders"] = None(),
            ["S3OriginConfig"] = new JsonObject { ["OriginAccessIdentity"] = "" },
        };
        return new JsonObject
        {
            ["CallerReference"] = distribution.Plan.Id,
            ["Aliases"] = new JsonObject { ["Quantity"] = names.Count, ["Items"] = FaceJson.Array(names) },
            ["DefaultRootObject"] = distribution.Plan.DefaultRootObject,
            ["Origins"] = new JsonObject { ["Quantity"] = 1, ["Items"] = new JsonArray(origin) },
            ["DefaultCacheBehavior"] = WithTimes(
                new JsonObject { ["TargetOriginId"] = Origin, ["ViewerProtocolPolicy"] = "redirect-to-https" },
                distribution
            ),
            ["CacheBehaviors"] = None(),
            ["CustomErrorResponses"] = None(),
            ["Comment"] = "",
            ["PriceClass"] = "PriceClass_All",
            ["Enabled"] = true,
            ["ViewerCertificate"] = new JsonObject { ["CloudFrontDefaultCertificate"] = true },
            ["Restrictions"] = new JsonObject
            {
                ["GeoRestriction"] = new JsonObject { ["RestrictionType"] = "none", ["Quantity"] = 0 },
            },
            ["WebACLId"] = "",
            ["HttpVersion"] = "http2",
            ["IsIPV6Enabled"] = true,
            ["Staging"] = false,
        };
    }

    private JsonObject WithTimes(JsonObject behavior, Distribution distribution)
    {
        if (distribution.Plan.HasCachePolicy)
        {
            behavior["CachePolicyId"] = PolicyOf(distribution);
            return behavior;
        }

        return PutTimes(behavior, distribution);
    }

    private static JsonObject PutTimes(JsonObject into, Distribution distribution)
    {
        into["MinTTL"] = 0;
        into["DefaultTTL"] = (long)distribution.Plan.DefaultTtl.TotalSeconds;
        into["MaxTTL"] = (long)TimeSpan.FromDays(365).TotalSeconds;
        return into;
    }

    private string PolicyOf(Distribution distribution) =>
        SeededIds.UuidOf(world.Seed, $"cache policy of {distribution.Id}");

    private JsonObject GetCachePolicy(JsonObject input)
    {
        var found =
            world.Cdn.Distributions.FirstOrDefault(one => one.Plan.HasCachePolicy && PolicyOf(one) == input.Text("Id"))
            ?? throw new ServiceFault("NoSuchCachePolicy", "The cache policy does not exist.", 404);
        return new JsonObject
        {
            ["ETag"] = ETagOf(found),
            ["CachePolicy"] = new JsonObject
            {
                ["Id"] = PolicyOf(found),
                ["LastModifiedTime"] = found.CreatedAt.Iso(),
                ["CachePolicyConfig"] = PutTimes(new JsonObject { ["Name"] = found.Plan.Id }, found),
            },
        };
    }

    private static JsonObject None() => new() { ["Quantity"] = 0 };

    private string ETagOf(Distribution distribution) =>
        $"E{Chance.Hash(world.Seed, $"config of {distribution.Id}"):X13}"[..14];

    private Distribution DistributionOf(JsonObject input, string member) =>
        world.Cdn.Find(input.Text(member) ?? "")
        ?? throw new ServiceFault("NoSuchDistribution", "The specified distribution does not exist.", 404);

    private static JsonObject Write(Invalidation invalidation) =>
        new()
        {
            ["Id"] = invalidation.Id,
            ["Status"] = invalidation.Status,
            ["CreateTime"] = invalidation.CreatedAt.Iso(),
            ["InvalidationBatch"] = new JsonObject
            {
                ["Paths"] = new JsonObject
                {
                    ["Quantity"] = invalidation.Paths.Count,
                    ["Items"] = FaceJson.Array(invalidation.Paths),
                },
                ["CallerReference"] = invalidation.CallerReference,
            },
        };
}
