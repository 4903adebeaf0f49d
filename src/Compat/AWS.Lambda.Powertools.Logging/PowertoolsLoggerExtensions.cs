using Microsoft.Extensions.Logging;

namespace AWS.Lambda.Powertools.Logging;

/// <summary>The keys of <see cref="Logger"/>, for code that holds an <see cref="ILogger"/>.</summary>
public static class PowertoolsLoggerExtensions
{
    public static void AppendKey(this ILogger logger, string key, object value) => Logger.AppendKey(key, value);

    public static void AppendKeys(this ILogger logger, IEnumerable<KeyValuePair<string, object>> keys) =>
        Logger.AppendKeys(keys);

    public static void AppendKeys(this ILogger logger, IEnumerable<KeyValuePair<string, string>> keys) =>
        Logger.AppendKeys(keys);

    public static void RemoveKey(this ILogger logger, string key) => Logger.RemoveKey(key);

    public static void RemoveKeys(this ILogger logger, params string[] keys) => Logger.RemoveKeys(keys);

    public static IEnumerable<KeyValuePair<string, object>> GetAllKeys(this ILogger logger) => Logger.GetAllKeys();
}
