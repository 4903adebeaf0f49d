using System.Diagnostics;

namespace LambdaOps.Account.Lambda;

/// <summary>How a function's process is started: a published executable, or an assembly run by dotnet.</summary>
public sealed record FunctionCommand(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Ends the function when the simulator's end of the pipe goes away, whatever ended the simulator.
    /// </summary>
    /// <remarks>
    /// The function keeps the shell's process id (exec), so that killing and exit codes are direct. A line on the pipe
    /// tells the watcher that the function has ended in peace; end of file without one is the simulator's death.
    /// </remarks>
    private const string DieWithMe =
        "exec 3<&0 </dev/null; (read -r peace <&3 || kill -9 $$) >/dev/null 2>&1 & exec 3<&-; exec \"$0\" \"$@\"";

    private static readonly string[] s_inherited =
    [
        "PATH",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "DOTNET_ROOT",
        "TMPDIR",
        "TEMP",
        "TMP",
        "SystemRoot",
    ];

    /// <summary>"bootstrap" or any executable as it is, "X.dll" with dotnet.</summary>
    public static FunctionCommand For(string path) =>
        string.Equals(Path.GetExtension(path), ".dll", StringComparison.OrdinalIgnoreCase)
            ? new FunctionCommand("dotnet", ["exec", Path.GetFullPath(path)])
            : new FunctionCommand(Path.GetFullPath(path), []);

    public string TaskRoot => Path.GetDirectoryName(Arguments is [.., var last] ? last : Executable) ?? "/";

    /// <summary>
    /// The process' start with nothing of this process' environment but what finds programs and libraries.
    /// </summary>
    public ProcessStartInfo ToStartInfo(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var guarded = !OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(guarded ? "/bin/sh" : Executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = TaskRoot,
        };
        string[] shell = guarded ? ["-c", DieWithMe, Executable] : [];
        foreach (var argument in shell.Concat(Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Except(s_inherited, StringComparer.OrdinalIgnoreCase).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
