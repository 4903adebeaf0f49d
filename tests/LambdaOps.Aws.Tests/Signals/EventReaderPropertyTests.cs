using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Aws.Tests.Signals;

/// <summary>
/// Whatever comes in, it is read or refused with a <see cref="BadEventException"/>: nothing else is thrown.
/// </summary>
public class EventReaderPropertyTests
{
    /// <summary>Put in place of a value as text: some cannot be written by a JSON library at all.</summary>
    private static readonly string[] s_strange =
    [
        "null",
        "5",
        "true",
        "[]",
        "{}",
        "[null]",
        "\"\"",
        "\"null\"",
        "\"[]\"",
        "\"aws:sqs\"",
        "\"aws:sns\"",
        "1e999",
        "\"\\ud800\"",
        "[{\"\\ud800\":\"\\ud800\"}]",
        "{\"Key\":\"\\udc00\"}",
        "\"2026-01-15T03:15:00.000+9999\"",
        "\"0001-01-01T00:00:00.000+1400\"",
        "\"arn:::::::\"",
        "\"arn:aws:cloudwatch:::alarm:\"",
    ];

    /// <summary>More than there are pairs of a place and a strange value in one file.</summary>
    private const int Iterations = 20_000;

    private static readonly string[] s_files =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "events"), "*.json").Order(StringComparer.Ordinal),
    ];

    private static readonly Gen<string> s_anyFile = Gen.Int[0, s_files.Length - 1].Select(index => s_files[index]);

    private static readonly Gen<string> s_anything = Gen.Int[0, s_strange.Length - 1].Select(index => s_strange[index]);

    [Fact]
    public void AnyMember_ReplacedByAnything_IsReadOrRefused() =>
        Gen.Select(s_anyFile, Gen.Int[0, 10_000], s_anything, Gen.Bool)
            .Sample(
                (file, at, strange, inMessage) =>
                    IsReadOrRefused(Replace(File.ReadAllText(file), at, strange, inMessage)),
                iter: Iterations
            );

    [Fact]
    public void AnyByte_ChangedOrCutOff_IsReadOrRefused() =>
        Gen.Select(s_anyFile, Gen.Int[0, 100_000], Gen.Byte, Gen.Bool)
            .Sample(
                (file, at, with, cut) =>
                {
                    var bytes = File.ReadAllBytes(file);
                    at %= bytes.Length;
                    bytes[at] = with;
                    return IsReadOrRefused(cut ? bytes[..at] : bytes);
                },
                iter: Iterations
            );

    private static bool IsReadOrRefused(byte[] payload)
    {
        try
        {
            return EventReader.Read(payload) is not null;
        }
        catch (BadEventException)
        {
            return true;
        }
    }

    private static byte[] Replace(string json, int at, string strange, bool inMessage)
    {
        const string Mark = "\"@@@\"";
        var root = JsonNode.Parse(json)!;
        var places = Places(root).ToList();
        var nested = places.Where(one => one.Holder is JsonObject && one.Key is "Message" or "body").ToList();
        if (inMessage && nested is [var inner, ..])
        {
            var text = (string)inner.Holder[(string)inner.Key]!;
            inner.Holder[(string)inner.Key] = Encoding.UTF8.GetString(Replace(text, at, strange, inMessage: false));
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }

        var (holder, key) = places[at % places.Count];
        if (key is string name)
        {
            holder[name] = "@@@";
        }
        else
        {
            holder[(int)key] = "@@@";
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(Mark, strange, StringComparison.Ordinal));
    }

    private static IEnumerable<(JsonNode Holder, object Key)> Places(JsonNode? node) =>
        node switch
        {
            JsonObject members => members
                .ToList()
                .SelectMany(one => Places(one.Value).Prepend((members, (object)one.Key))),
            JsonArray items => Enumerable
                .Range(0, items.Count)
                .SelectMany(index => Places(items[index]).Prepend((items, (object)index))),
            _ => [],
        };
}
