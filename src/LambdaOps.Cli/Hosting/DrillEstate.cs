using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Hosting;

/// <summary>
/// The estate as the simulated functions get it: yours, but with its health URLs and test endpoints at the simulator and, in a drill,
/// with every remedy in "act". Nothing else differs.
/// </summary>
public sealed class DrillEstate
{
    /// <summary>Drills begin by the hundred, and most of them with the same estate.</summary>
    private static readonly ConcurrentDictionary<string, string> s_templates = new(StringComparer.Ordinal);

    /// <summary>Templates that are kept at most.</summary>
    private const int MostTemplates = 64;

    private readonly JsonNode _document;

    private DrillEstate(JsonNode document, Estate estate) => (_document, Estate) = (document, estate);

    /// <summary>With the real URLs: what the world is made from.</summary>
    public Estate Estate { get; }

    /// <summary>The checkout's template, as it follows from this estate.</summary>
    /// <exception cref="UsageException">The template is not LambdaOps' own, or the estate is too large for it.</exception>
    public string Template()
    {
        if (s_templates.Count >= MostTemplates)
        {
            s_templates.Clear();
        }

        return s_templates.GetOrAdd(_document.ToJsonString(), _ => Templates.For(Estate).Text);
    }

    /// <param name="shape">A drill's own changes of the file.</param>
    /// <exception cref="UsageException">The file is missing or not a valid estate.</exception>
    public static DrillEstate Load(string path, bool act, Action<JsonNode>? shape = null)
    {
        var document = JsonNode.Parse(Read(path).Text)!;
        var targets = document["services"]!
            .AsArray()
            .Concat(document["sites"]?.AsArray() ?? [])
            .Concat(document["tables"]?.AsArray() ?? [])
            .Append(document["disasterRecovery"]);
        foreach (var target in act ? targets : [])
        {
            foreach (var (_, remedy) in target?["remedies"] as JsonObject ?? [])
            {
                remedy!["mode"] = "act";
            }
        }

        shape?.Invoke(document);
        return new DrillEstate(document, Valid(path, document.ToJsonString()));
    }

    /// <summary>Reads and checks an estate file.</summary>
    /// <exception cref="UsageException">With every error of the file, a line each.</exception>
    public static (string Text, Estate Estate) Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"{path}: found no such file, expected an estate (see estate.schema.json)");
        }

        var text = File.ReadAllText(path);
        return (text, Valid(path, text));
    }

    private static Estate Valid(string path, string text) =>
        EstateReader.Read(text) switch
        {
            EstateReading.Valid valid => valid.Estate,
            EstateReading.Invalid invalid => throw new UsageException(
                $"{path} is not a valid estate, {invalid.Errors.Count} error(s):\n"
                    + string.Join("\n", invalid.Errors.Select(error => $"  {error}"))
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Writes the file for functions that reach the simulator at <paramref name="endpoint"/>.</summary>
    /// <param name="tlsPort">Where its hosts show their certificates, which health URLs at the simulator do not.</param>
    public void WriteFor(string endpoint, int tlsPort, string path)
    {
        var copy = _document.DeepClone();
        copy["tlsHosts"] = new JsonArray([
            .. CertificatePlaces
                .Of(Estate)
                .Hosts.Select(host => new JsonObject
                {
                    ["name"] = host.Name,
                    ["port"] = host.Port,
                    ["connectTo"] = FormattableString.Invariant($"127.0.0.1:{tlsPort}"),
                }),
        ]);
        foreach (var service in copy["services"]!.AsArray())
        {
            var url = new Uri((string)service!["health"]!["url"]!);
            service["health"]!["url"] = $"{endpoint}/_sites/{url.Host}{url.PathAndQuery}";
            if (service["smokeTest"] is { } test)
            {
                url = new Uri((string)test["endpoint"]!);
                test["endpoint"] = $"{endpoint}/_sites/{url.Host}{url.PathAndQuery}";
            }
        }

        File.WriteAllText(path, copy.ToJsonString());
    }
}
