using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;

internal static class ScalableTargetUnmarshaller
{
    internal static ScalableTarget Read(JsonElement json) =>
        new()
        {
            ServiceNamespace = json.String("ServiceNamespace"),
            ResourceId = json.String("ResourceId"),
            ScalableDimension = json.String("ScalableDimension"),
            MinCapacity = json.Int("MinCapacity"),
            MaxCapacity = json.Int("MaxCapacity"),
            PredictedCapacity = json.Int("PredictedCapacity"),
            RoleARN = json.String("RoleARN"),
            CreationTime = json.Time("CreationTime"),
            SuspendedState = json.Structure("SuspendedState", SuspendedStateUnmarshaller.Read),
            ScalableTargetARN = json.String("ScalableTargetARN"),
        };
}
