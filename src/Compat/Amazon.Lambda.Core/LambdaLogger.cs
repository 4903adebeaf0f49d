namespace Amazon.Lambda.Core;

/// <summary>
/// The function's log for code that has no <see cref="ILambdaContext"/>. Writes to standard output until the
/// runtime client puts its own writer in.
/// </summary>
public static class LambdaLogger
{
    private static readonly Lock WriterLock = new();
    private static Action<string> s_writeRaw = Console.Write;
    private static Action<string, Exception, string, object[]> s_writeLevel = WriteUnformatted;

    public static void Log(string message) => s_writeRaw(message);

    public static void Log(string level, string message, params object[] args) =>
        s_writeLevel(level, null, message, args);

    public static void Log(LogLevel level, string message, params object[] args) =>
        s_writeLevel(level.ToString(), null, message, args);

    public static void Log(string level, Exception exception, string message, params object[] args) =>
        s_writeLevel(level, exception, message, args);

    public static void Log(LogLevel level, Exception exception, string message, params object[] args) =>
        s_writeLevel(level.ToString(), exception, message, args);

    internal static void RedirectTo(Action<string> raw, Action<string, Exception, string, object[]> level)
    {
        lock (WriterLock)
        {
            s_writeRaw = raw;
            s_writeLevel = level;
        }
    }

    private static void WriteUnformatted(string level, Exception exception, string message, object[] args)
    {
        Console.WriteLine(message);
        if (exception != null)
        {
            Console.WriteLine(exception);
        }
    }
}
