using System.Collections.Immutable;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>What the region's functions run on (ListFunctions).</summary>
public sealed class FunctionsOnAws(Lazy<IAmazonLambda> lambda) : ResourceOnAws
{
    /// <summary>Each of 50 functions: a page takes about as long as any call.</summary>
    private const int MostPages = 60;

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(FunctionLooks.Runtimes, (_, stop) => RuntimesAsync(stop))];

    private async Task<FunctionRuntimes> RuntimesAsync(CancellationToken cancellationToken)
    {
        var request = new ListFunctionsRequest();
        var found = new List<FunctionConfiguration>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await lambda.Value.ListFunctionsAsync(request, cancellationToken);
            found.AddRange(answer.Functions ?? []);
            if (answer.NextMarker is not { Length: > 0 } next)
            {
                return Read(found);
            }

            request.Marker = next;
        }

        return Read(found) with
        {
            IsCut = true,
        };
    }

    private static FunctionRuntimes Read(List<FunctionConfiguration> functions) =>
        new([
            .. functions
                .GroupBy(IdOf, StringComparer.Ordinal)
                .OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new FunctionRuntime(
                    same.Key,
                    same.Count(),
                    [
                        .. same.Select(one => OutsideText.Line(one.FunctionName ?? "without a name"))
                            .Order(StringComparer.Ordinal)
                            .Take(FunctionRuntime.MostNames),
                    ]
                )),
        ]);

    /// <summary>A container image has no runtime; a runtime that is missing otherwise is not known.</summary>
    private static string? IdOf(FunctionConfiguration function) =>
        function.Runtime?.Value is { Length: > 0 } id ? OutsideText.Line(id)
        : function.PackageType == PackageType.Image ? null
        : "a runtime that Lambda does not name";
}
