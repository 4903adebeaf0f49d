using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>SendMessageBatch, DeleteMessageBatch, ChangeMessageVisibilityBatch: each entry has its own outcome.</summary>
internal static partial class SqsBatches
{
    private const int MostEntries = 10;
    private const int MostBytes = 1024 * 1024;

    public static JsonObject Send(SqsQueue queue, ServiceCall call)
    {
        var entries = Entries(call.Input);
        var bytes = entries.Sum(entry => Encoding.UTF8.GetByteCount((string)entry["MessageBody"]!));
        return bytes <= MostBytes
            ? Each(entries, entry => SqsMessageOperations.Send(queue, call, entry))
            : throw new ServiceFault(
                "BatchRequestTooLong",
                $"Batch requests cannot be longer than {MostBytes} bytes. You have sent {bytes} bytes."
            );
    }

    public static JsonObject Delete(SqsQueue queue, JsonObject input) =>
        Each(Entries(input), entry => SqsMessageOperations.Delete(queue, entry));

    public static JsonObject ChangeVisibility(SqsQueue queue, JsonObject input) =>
        Each(Entries(input), entry => SqsMessageOperations.ChangeVisibility(queue, entry));

    private static List<JsonObject> Entries(JsonObject input)
    {
        var entries = input["Entries"]!.AsArray().Select(entry => entry!.AsObject()).ToList();
        var ids = entries.ConvertAll(entry => (string)entry["Id"]!);
        return ids switch
        {
            [] => throw new ServiceFault("EmptyBatchRequest", "There should be at least one entry in the request."),
            { Count: > MostEntries } => throw new ServiceFault(
                "TooManyEntriesInBatchRequest",
                $"Maximum number of entries per request are {MostEntries}. You have sent {ids.Count}."
            ),
            _ when ids.Find(id => !IdForm().IsMatch(id)) is not null => throw new ServiceFault(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
                    + "It can be at most 80 letters long."
            ),
            _ when ids.GroupBy(id => id).FirstOrDefault(same => same.Count() > 1) is { } twice =>
                throw new ServiceFault("BatchEntryIdsNotDistinct", $"Id {twice.Key} repeated."),
            _ => entries,
        };
    }

    private static JsonObject Each(List<JsonObject> entries, Func<JsonObject, JsonObject> carryOut)
    {
        var (done, failed) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries)
        {
            try
            {
                var outcome = carryOut(entry);
                outcome["Id"] = entry["Id"]!.DeepClone();
                done.Add(outcome);
            }
            catch (ServiceFault refused)
            {
                failed.Add(
                    new JsonObject
                    {
                        ["Id"] = entry["Id"]!.DeepClone(),
                        ["SenderFault"] = true,
                        ["Code"] = refused.Code,
                        ["Message"] = refused.Message,
                    }
                );
            }
        }

        return new JsonObject { ["Successful"] = done, ["Failed"] = failed };
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,80}$")]
    private static partial Regex IdForm();
}
