using System.Collections.Immutable;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads which procedures may run on a resource, with their modes and numbers.</summary>
internal static class SettingsReader
{
    /// <returns>Whether they could be read at all; if not, every rung of a ladder is as if it were named.</returns>
    public static (Settings Settings, bool AreRead) OfService(JsonPlace place, ImmutableArray<Remedy> remedies)
    {
        if (!place.Exists)
        {
            return (Settings.None, true);
        }

        // As if it named every rung: rules that ask for one are not at fault.
        return place.IsObject("an object of remedies by name")
            ? (Of<OperatedService>(place, remedies), true)
            : (
                Settings
                    .None.With(new Setting<ServiceUnavailablePolicy>(Mode.Observe, ServiceUnavailablePolicy.Default))
                    .With(new Setting<TotalOutagePolicy>(Mode.Observe, TotalOutagePolicy.Default)),
                false
            );
    }

    public static Settings OfSite(JsonPlace place, ImmutableArray<Remedy> remedies) =>
        place.Exists && place.IsObject("an object of remedies by name")
            ? Of<OperatedSite>(place, remedies)
            : Settings.None;

    public static Settings OfTable(JsonPlace place, ImmutableArray<Remedy> remedies) =>
        !place.Exists ? Settings.None
        : place.IsObject("an object of remedies by name") ? Of<OperatedTable>(place, remedies)
        // As if it named the remedy: rules that ask for it are not at fault.
        : Settings.None.With(new Setting<DatabaseErrorsPolicy>(Mode.Observe, DatabaseErrorsPolicy.Default));

    public static Settings OfDisasterRecovery(JsonPlace place, ImmutableArray<Remedy> remedies) =>
        place.Exists && place.IsObject("an object of remedies by name")
            ? Of<DisasterRecovery>(place, remedies)
            : Settings.None;

    private static Settings Of<TResource>(JsonPlace place, ImmutableArray<Remedy> remedies)
        where TResource : Resource
    {
        var settings = Settings.None;
        foreach (var procedure in remedies.OfType<Remedy<TResource>>())
        {
            if (place[procedure.Name.Value] is { Exists: true } named)
            {
                settings = settings.Add(procedure.ReadSetting(named));
            }
        }

        place.NothingElse();
        return settings;
    }

    public static Setting<TPolicy> Read<TPolicy>(JsonPlace place)
        where TPolicy : class, IPolicy<TPolicy>
    {
        place.IsObject("an object with mode, askFirst, askWhileSilenced, approvalWithinSeconds and policy");
        var mode = place["mode"].Exists ? place["mode"].OneOf(Mode.Observe) : Mode.Observe;
        var numbers = ReadPolicy<TPolicy>(place["policy"]);
        var approval = ReadApproval(place);
        place.NothingElse();
        return new Setting<TPolicy>(mode, numbers) { Approval = approval };
    }

    /// <summary>The numbers of one procedure; those that it does not name have their defaults.</summary>
    public static TPolicy ReadPolicy<TPolicy>(JsonPlace place)
        where TPolicy : class, IPolicy<TPolicy>
    {
        if (place.Exists)
        {
            place.IsObject("an object of numbers");
        }

        var numbers = TPolicy.Read(new PolicyFromJson(place));
        place.NothingElse();
        return numbers;
    }

    /// <summary>askFirst, askWhileSilenced and approvalWithinSeconds of one remedy.</summary>
    private static ApprovalSetting ReadApproval(JsonPlace remedy)
    {
        var (askFirst, standard) = (remedy["askFirst"], ApprovalSetting.None);
        return new ApprovalSetting(
            askFirst.Exists ? [.. askFirst.Items("an array of kinds of action").Select(ReadKind)] : standard.AskFirst,
            remedy["approvalWithinSeconds"].Seconds(10, PolicyReader.Day, standard.Within)
        )
        {
            WhileSilenced = remedy["askWhileSilenced"].Flag(standard.WhileSilenced),
        };
    }

    private static string ReadKind(JsonPlace place)
    {
        var kinds = "one of " + string.Join(", ", Change.Kinds.Select(one => $"\"{one}\""));
        var kind = place.Text(kinds);
        return kind.Length == 0 || Change.Kinds.Any(one => one.Name == kind) ? kind : place.Fail(kinds, kind);
    }

    private sealed class PolicyFromJson(JsonPlace place) : PolicyReader
    {
        public override int Whole(string name, int from, int to, int byDefault, string says) =>
            place[name].Whole(from, to, byDefault);

        public override TimeSpan Seconds(string name, int from, int to, int byDefault, string says) =>
            place[name].Seconds(from, to, TimeSpan.FromSeconds(byDefault));

        public override bool Flag(string name, bool byDefault, string says) => place[name].Flag(byDefault);
    }
}
