using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Drills.Ports;

/// <summary>The loop's hands on the world's model, in process.</summary>
public sealed class SimulatedActuator(SimulatedCalls calls) : IActuator
{
    private const int PreconditionFailed = 412;
    private const int Conflict = 409;

    public Task<ActionOutcome> ActAsync(Change action, Resource target, CancellationToken cancellationToken) =>
        Task.FromResult(Act(action, target));

    private ActionOutcome Act(Change action, Resource target)
    {
        var (service, operation, input) = Call(action, target);
        try
        {
            return new ActionOutcome.Done(Detail(action, calls.Ask(service, operation, input)));
        }
        catch (SimulatedCallException failed)
        {
            return failed.IsRefusal
                ? new ActionOutcome.Refused(failed.Message)
                : new ActionOutcome.Unknown(failed.Message);
        }
        catch (ServiceFault overtaken) when (overtaken.HttpStatus is PreconditionFailed or Conflict)
        {
            return new ActionOutcome.Unknown($"{overtaken.Code}: {overtaken.Message}");
        }
        catch (ServiceFault refused)
        {
            return new ActionOutcome.Refused($"{refused.Code}: {refused.Message}");
        }
    }

    private static (string Service, string Operation, JsonObject Input) Call(Change action, Resource target) =>
        action switch
        {
            Change.ForceNewDeployment => Update(target, ("forceNewDeployment", true)),
            Change.RollBack back => Update(target, ("taskDefinition", back.TaskDefinition)),
            Change.RestartAt restart => Update(target, ("desiredCount", restart.Desired), ("forceNewDeployment", true)),
            Change.SetDesiredCount set => Update(target, ("desiredCount", set.To)),
            Change.SetScalingMinimum set => (
                "application-autoscaling",
                "RegisterScalableTarget",
                new JsonObject
                {
                    ["ServiceNamespace"] = "ecs",
                    ["ResourceId"] = ((OperatedService)target).ScalableResource,
                    ["ScalableDimension"] = "ecs:service:DesiredCount",
                    ["MinCapacity"] = set.To,
                }
            ),
            Change.SavePage save => Copy(
                SiteOf(target).Bucket,
                SiteOf(target).Key,
                SiteOf(target).Safe.Bucket,
                save.SavedKey,
                ("CopySourceIfMatch", save.ETag)
            ),
            Change.PublishMaintenancePage put => Publish(put, SiteOf(target)),
            Change.RestorePage back => Copy(
                SiteOf(target).Safe.Bucket,
                back.SavedKey,
                SiteOf(target).Bucket,
                SiteOf(target).Key,
                ("IfMatch", back.ETag)
            ),
            Change.InvalidateSite forget => (
                "cloudfront",
                "CreateInvalidation",
                new JsonObject
                {
                    ["DistributionId"] = SiteOf(target).DistributionId,
                    ["InvalidationBatch"] = new JsonObject
                    {
                        ["CallerReference"] = forget.Reference,
                        ["Paths"] = new JsonObject { ["Quantity"] = 1, ["Items"] = new JsonArray("/*") },
                    },
                }
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static (string, string, JsonObject) Update(Resource target, params (string Name, JsonNode Value)[] changes)
    {
        var service = (OperatedService)target;
        var input = new JsonObject { ["cluster"] = service.Cluster, ["service"] = service.Service };
        foreach (var (name, value) in changes)
        {
            input[name] = value;
        }

        return ("ecs", "UpdateService", input);
    }

    private static (string, string, JsonObject) Copy(
        string fromBucket,
        string fromKey,
        string bucket,
        string key,
        (string Name, string ETag) condition
    ) =>
        (
            "s3",
            "CopyObject",
            new JsonObject
            {
                ["CopySource"] = $"{fromBucket}/{fromKey}",
                ["Bucket"] = bucket,
                ["Key"] = key,
                [condition.Name] = condition.ETag,
            }
        );

    private static (string, string, JsonObject) Publish(Change.PublishMaintenancePage put, OperatedSite site)
    {
        var (service, operation, input) = Copy(
            site.Maintenance.Bucket,
            site.Maintenance.Key,
            site.Bucket,
            site.Key,
            ("IfMatch", put.ETag)
        );
        input["MetadataDirective"] = "REPLACE";
        input["ContentType"] = "text/html; charset=utf-8";
        input["CacheControl"] = "no-cache, max-age=0";
        input["Metadata"] = new JsonObject
        {
            ["lambdaops-incident"] = put.By.Value,
            ["lambdaops-original"] = put.ETag,
            ["lambdaops-saved"] = put.SavedKey,
        };
        return (service, operation, input);
    }

    private static OperatedSite SiteOf(Resource target) =>
        target is OperatedService service ? service.Site! : (OperatedSite)target;

    private static string Detail(Change action, JsonObject answer) =>
        action switch
        {
            Change.SavePage or Change.PublishMaintenancePage or Change.RestorePage =>
                $"ETag {answer["CopyObjectResult"]?["ETag"]}",
            Change.InvalidateSite => $"invalidation {answer["Invalidation"]?["Id"]}",
            Change.SetScalingMinimum => "accepted",
            _ => $"deployment {answer["service"]?["deployments"]?[0]?["id"]}",
        };
}
