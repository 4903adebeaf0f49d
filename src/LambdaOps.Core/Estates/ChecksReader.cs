using System.Collections.Immutable;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Core.Estates;

/// <summary>Reads how the estate sets its checks; one that it does not name looks, by its defaults.</summary>
internal static class ChecksReader
{
    public static Settings Read(JsonPlace place, ImmutableArray<Check> checks)
    {
        var settings = Settings.None;
        if (!place.Exists || !place.IsObject("an object of checks by name"))
        {
            return settings;
        }

        foreach (var check in checks)
        {
            if (place[check.Name.Value] is { Exists: true } named)
            {
                settings = settings.Add(check.ReadSetting(named));
            }
        }

        place.NothingElse();
        return settings;
    }

    /// <summary>What one check is set to.</summary>
    public static Setting<TPolicy> Read<TPolicy>(JsonPlace place)
        where TPolicy : class, IPolicy<TPolicy>
    {
        place.IsObject("an object with mode and policy");
        var mode = place["mode"];
        var setting = new Setting<TPolicy>(
            mode.Exists
                ? mode.OneOf(Mode.Observe, [Mode.Off, Mode.Observe, Mode.Act], " (a check at night has nobody to ask)")
                : Mode.Observe,
            SettingsReader.ReadPolicy<TPolicy>(place["policy"])
        );
        place.NothingElse();
        return setting;
    }
}
