using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Aws.Journal;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Drills;

/// <summary>
/// The incidents of a simulation as they stand in the journal's table. Asked between any two moments, so an item is
/// read again only when it was written.
/// </summary>
public sealed class RecordedIncidents(Simulation simulation)
{
    private Dictionary<Item, Incident?> _read = [];
    private IReadOnlyList<Incident> _all = [];
    private long _version = -1;

    /// <summary>All incidents, open and ended, in the order of opening. Called with the world's gate held.</summary>
    public IReadOnlyList<Incident> All()
    {
        var table = simulation.DynamoDb.Table(simulation.Stack.Tables[0].Name);
        if (table.Version != _version)
        {
            _version = table.Version;
            _read = new(
                table.Items.Select(item => KeyValuePair.Create(item, Read(item))),
                ReferenceEqualityComparer.Instance
            );
            _all =
            [
                .. _read
                    .Values.OfType<Incident>()
                    .NewestOfEach()
                    .OrderBy(one => one.OpenedAt)
                    .ThenBy(one => one.Id.Value, StringComparer.Ordinal),
            ];
        }

        return _all;
    }

    private Incident? Read(Item item) =>
        _read.TryGetValue(item, out var known) ? known
        : (item["pk"], item["record"]) is (AttributeValue.Text key, AttributeValue.Text record)
            ? DynamoDbIncidents.Of(key.Value, record.Value)
        : null;
}
