using System.Reflection;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Scenarios.Completeness;

/// <summary>
/// The cases of <see cref="Change"/> that remedies make, and one of each: made from its constructor, so that a new one
/// needs no line here.
/// </summary>
internal static class EveryChange
{
    public static IReadOnlyList<Type> Cases { get; } =
    [.. All.Where(type => !type.IsSubclassOf(typeof(Change.OfCheck)))];

    /// <summary>Those that checks make.</summary>
    public static IReadOnlyList<Type> OfChecks { get; } =
    [.. All.Where(type => type.IsSubclassOf(typeof(Change.OfCheck)))];

    private static IEnumerable<Type> All =>
        typeof(Change).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Change)) && !type.IsAbstract);

    public static TheoryData<string> Names => [.. Cases.Select(one => one.Name)];

    public static Type Case(string name) => Cases.Single(one => one.Name == name);

    public static Change Sample(string name)
    {
        var constructor = Case(name).GetConstructors().Single();
        return (Change)constructor.Invoke([.. constructor.GetParameters().Select((one, index) => ValueOf(one, index))]);
    }

    private static object ValueOf(ParameterInfo parameter, int index) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(TargetId) => new TargetId("api-service"),
            var type when type == typeof(IncidentId) => new IncidentId("20260115-api-service-031501"),
            // Nothing is registered that cannot be read before.
            var type when type == typeof(string) && parameter.Name == "Definition" =>
                "arn:aws:ecs:ap-northeast-1:123456789012:task-definition/lightningtalk-prod-api-service:41",
            // A secret's version, whose id has so many characters at least.
            var type when type == typeof(string) && parameter.Name is "Version" or "From" or "To" =>
                $"{parameter.Name}-{index:D32}",
            var type when type == typeof(string) && parameter.Name == "View" => "NEW_AND_OLD_IMAGES",
            var type when type == typeof(DateTimeOffset) => new DateTimeOffset(2031, 2, 3, 4, 0, 0, TimeSpan.Zero),
            var type when type == typeof(TableTags) => new TableTags([new TableTag("team", "events")]),
            var type when type == typeof(string) && parameter.Name == "Rule" => WiredAccount.Rule,
            // A zonal shift is found by its id, and a zone by another one.
            var type when type == typeof(string) && parameter.Name == "Id" => "11111111-2222-3333-4444-555555555555",
            var type when type == typeof(string) && parameter.Name == "Zone" => "apne1-az6",
            var type when type == typeof(string) && parameter.Name == "Region" => "us-west-2",
            var type when type == typeof(string) && parameter.Name == "Service" => "lightningtalk-prod/api-service",
            var type when type == typeof(string) => $"{parameter.Name}-{index}",
            var type when type == typeof(bool) => true,
            var type when type == typeof(int) => 2 + index,
            var type when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 15, 3, 15, 0, TimeSpan.Zero),
            { IsEnum: true } type => Enum.GetValues(type).GetValue(0)!,
            var type => throw new InvalidOperationException($"say here what a sample has for {type} {parameter.Name}"),
        };
}
