using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads what a service's new revisions are asked before they get traffic.</summary>
internal static partial class SmokeTestReader
{
    private const int MostMs = 10_000;

    private enum WhenUnable
    {
        Succeed,
        Fail,
    }

    public static SmokeTest? Read(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with endpoint and paths");
        var test = new SmokeTest(
            new Uri(
                place["endpoint"].Text("an https URL without user and query", EndpointForm()) switch
                {
                    "" => "https://invalid.invalid",
                    var endpoint => endpoint,
                }
            ),
            [.. place["paths"].Items("an array of paths").Select(ReadPath)],
            place["answerWithinSeconds"].Seconds(1, 8, TimeSpan.FromSeconds(5)),
            place["attempts"].Whole(1, 20, whenAbsent: 3),
            place["retryAfterSeconds"].Seconds(1, 600, TimeSpan.FromSeconds(30)),
            place["whenUnable"].Exists && place["whenUnable"].OneOf(WhenUnable.Succeed) == WhenUnable.Fail
        );
        place.NothingElse();
        if (test.Paths.Length is 0 or > SmokeTest.MostPaths && place["paths"].IsArray)
        {
            place["paths"].Fail($"from 1 to {SmokeTest.MostPaths} paths", 0);
        }

        return test;
    }

    private static SmokePath ReadPath(JsonPlace place)
    {
        place.IsObject("an object with path, status, contains and withinMs");
        var contains = place["contains"];
        var path = new SmokePath(
            place["path"].Text("a path that begins with /", PathForm()),
            place["status"].Whole(100, 599, whenAbsent: 200),
            contains.Exists ? contains.Text("a text that the answer's body contains") : null,
            TimeSpan.FromMilliseconds(place["withinMs"].Whole(1, MostMs, whenAbsent: 1000))
        );
        place.NothingElse();
        return path;
    }

    /// <summary>No user and no query: a secret has no place there. Without TLS only what never leaves the machine.</summary>
    [GeneratedRegex(
        "^(https://[A-Za-z0-9][A-Za-z0-9.-]*|http://127\\.0\\.0\\.1)(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?\\z"
    )]
    private static partial Regex EndpointForm();

    [GeneratedRegex("^/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,511}\\z")]
    private static partial Regex PathForm();
}
