namespace AWS.Lambda.Powertools.Logging;

/// <summary>
/// Fields that every following entry carries, until they are removed. They belong to the process: a function removes
/// what it appended before its invocation ends.
/// </summary>
public static class Logger
{
    private static readonly Lock KeysLock = new();
    private static readonly OrderedDictionary<string, object> Keys = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentNullException">The key is empty or the value is null.</exception>
    public static void AppendKey(string key, object value)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            throw new ArgumentNullException(nameof(key));
        }

        ArgumentNullException.ThrowIfNull(value);
        lock (KeysLock)
        {
            Keys[key] = value;
        }
    }

    public static void AppendKeys(IEnumerable<KeyValuePair<string, object>> keys)
    {
        foreach (var (key, value) in keys)
        {
            AppendKey(key, value);
        }
    }

    public static void AppendKeys(IEnumerable<KeyValuePair<string, string>> keys)
    {
        foreach (var (key, value) in keys)
        {
            AppendKey(key, value);
        }
    }

    public static void RemoveKey(string key) => RemoveKeys(key);

    public static void RemoveKeys(params string[] keys)
    {
        if (keys == null)
        {
            return;
        }

        lock (KeysLock)
        {
            foreach (var key in keys)
            {
                Keys.Remove(key);
            }
        }
    }

    public static IEnumerable<KeyValuePair<string, object>> GetAllKeys()
    {
        lock (KeysLock)
        {
            return [.. Keys];
        }
    }
}
